import "./by-plugin";
import "../e2e/tokens.long.test";
