import "./by-plugin";
import "../e2e/credentials.long.test";
