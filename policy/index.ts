/** The policies of the pack, for a pack of your own: `new PolicyPack("acme", { policies: [...policies, …] })`. */
import type { Policies } from "@pulumi/policy";
import { keyAdoption } from "./policies/key-adoption";
import { keyExpires } from "./policies/key-expires";
import { keyLife } from "./policies/key-life";
import { keyNaming } from "./policies/key-naming";
import { keyRotates } from "./policies/key-rotates";
import { oneHolder } from "./policies/one-holder";
import { protectedKeyOverlap } from "./policies/protected-key-overlap";
import { rotationBeforeExpiry } from "./policies/rotation-before-expiry";
import { rotationFrequency } from "./policies/rotation-frequency";
import { rotationOverlap } from "./policies/rotation-overlap";

/** All of them, as the pack serves them. */
export const policies: Policies = [
  keyExpires,
  keyLife,
  keyRotates,
  rotationFrequency,
  rotationOverlap,
  rotationBeforeExpiry,
  keyNaming,
  protectedKeyOverlap,
  keyAdoption,
  oneHolder,
];
