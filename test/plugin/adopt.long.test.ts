import "./by-plugin";
import "../e2e/adopt.test";
