import "../by-plugin";
import "../../lifecycle/lost-answer.test";
