import "./by-plugin";
import "../e2e/stored-config.long.test";
