import "../by-plugin";
import "../../lifecycle/engine-repeats-a-call.long.test";
