/** The engine's marks for an unknown value and for a secret, which core spells out itself, are those of the SDK. */
import { expect, test } from "@jest/globals";
import * as sdk from "@pulumi/pulumi/runtime";
import { secretWrapper, unknownValue, wrapperKey } from "../../provider/core/values/engine-words";

test("an unknown value and a secret are marked as the SDK marks them", () => {
  expect([unknownValue, wrapperKey, secretWrapper]).toEqual([
    sdk.unknownValue,
    sdk.specialSigKey,
    sdk.specialSecretSig,
  ]);
});
