import "./by-plugin";
import "../e2e/life.test";
