import "./by-plugin";
import "../e2e/refresh.test";
