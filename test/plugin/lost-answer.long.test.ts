import "./by-plugin";
import "../e2e/lost-answer.test";
