import "./by-plugin";
import "../e2e/gone.long.test";
