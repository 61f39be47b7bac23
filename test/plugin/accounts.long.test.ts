import "./by-plugin";
import "../e2e/accounts.long.test";
