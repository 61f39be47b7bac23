import "./by-plugin";
import "../e2e/replacement.test";
