import "../by-plugin";
import "../../lifecycle/nothing-secret-is-said.test";
