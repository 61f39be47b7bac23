import "./by-plugin";
import "../e2e/bad-input.test";
