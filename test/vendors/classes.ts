/** Finds the class of a vendor's resource by its kit, for programs that are written for all vendors. */
import type { CustomResource, CustomResourceOptions } from "@pulumi/pulumi";
import * as apikeys from "pulumi-apikeys";
import type { VendorName } from "../../emulator/index";
import { wayIn } from "../way-in";
import { kits } from "./index";
import { nativeClass } from "./native-class";

export type KeyClass = new (name: string, args: object, options?: CustomResourceOptions) => CustomResource;

/** The classes, by the vendor's namespace and then by name. */
const classes = new Map(Object.entries(apikeys)) as unknown as ReadonlyMap<string, Readonly<Record<string, KeyClass>>>;

export function keyClass(vendor: VendorName): KeyClass {
  const { type } = kits[vendor].definition;
  if (wayIn === "plugin") return nativeClass(type);
  const Class = classes.get(vendor)?.[type.split(":")[1] ?? ""];
  if (!Class) throw new Error(`pulumi-apikeys exports no class of ${type}`);
  return Class;
}
