/** All scenarios of a vendor: the shared ones that fit its definition, and its own. */
import { isMarked, type VendorKit } from "../../vendors/kit";
import { adoptScenarios } from "./adopt";
import { anotherToken } from "./another-token";
import { byTime } from "./by-time";
import { datesOff } from "./dates-off";
import { edited } from "./edited";
import { keptValues } from "./kept-value";
import { life } from "./life";
import { markedScenarios } from "./marked";
import { previousAlone } from "./previous-alone";
import { rotations } from "./rotation";
import type { Scenario } from "./scenario";
import { unmarkedScenarios } from "./unmarked";

export function scenariosOf(kit: VendorKit): readonly Scenario[] {
  return [
    ...life,
    ...rotations(kit),
    ...(isMarked(kit) ? [...markedScenarios(kit), ...unmarkedScenarios] : keptValues(kit)),
    ...adoptScenarios,
    ...byTime(kit),
    ...previousAlone,
    ...datesOff(kit),
    ...edited(kit),
    ...anotherToken(kit),
    ...kit.scenarios,
  ];
}
