import "./by-plugin";
import "../e2e/rotation.test";
