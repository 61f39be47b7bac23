/** Messages are short, since they link to a page with the steps. Each link must lead to a heading, and the page must have all steps. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { type HelpAnchor, helpAnchors, stepsAt } from "../../provider/core/values/help";
import { projectFile, projectRoot } from "../../tools/project";

const text = readFileSync(projectFile("docs/operate/troubleshooting.md"), "utf8");
const anchors = slugsOf([...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading));

test("every link of a message leads to a heading of the page", () => {
  expect(helpAnchors.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
  expect(stepsAt("you-decide")).toMatch(/^Steps: https:\/\/\S+\/docs\/operate\/troubleshooting\.md#you-decide$/);
});

/** The sentences that each section must have: earlier messages had them. Other sections, not messages, link to "start-anew". */
const steps: Readonly<Record<HelpAnchor | "start-anew", readonly string[]>> = {
  "a-first-trigger": [
    "change the text once more",
    "Only if the key has leaked:",
    "`pulumi state taint <urn>`, then `pulumi up`",
    "revokes the replaced key too, whatever `overlap` says",
  ],
  "a-key-that-may-be-this-runs-token": [
    "Stop what uses the key. Run again.",
    "`adopt.value` in a `pulumi up` tells too",
    "only if you know that the token is another key",
  ],
  "a-key-whose-id-cannot-stand-in-a-url": ["If nobody uses it", "(#start-anew)", "Look at the listed key too"],
  "a-run-deletes-before-it-adopts": [
    "Remove `deleteBeforeReplace` here and on the resources that this one depends on",
    "providers: {pulumi-nodejs: {mode: default}}",
    "run `pulumi up` until that resource holds the key",
    "Only if nobody shall use this resource's keys: remove every `adopt` of the key, then run `pulumi destroy --target <urn>`",
  ],
  "adopt-beside-a-pending-mint": [
    "this mint has not made that key: remove `adopt`",
    "Leave out the value only if you know that this mint made the key",
    "(#you-decide)",
  ],
  "in-a-destroy": [
    "If a taint or `--replace` has made a newer key, do not write `adopt` on this resource",
    "Revoke by hand only keys of this record that nobody uses",
    "Run the same command again",
    "If it still fails once all of them are revoked, run [`pulumi state delete <urn>`](#pulumi-state-delete)",
  ],
  "it-is-not-proved-that-the-account-minted-the-key": [
    "A token of the same person is best",
    "only if `keyId` and `previousKeyId` are empty",
    "Make sure that none of the resource's keys lives: `keyId`, `previousKeyId`, and that of a pending mint",
  ],
  "live-keys-with-this-resources-marker": [
    "taint, `--replace`, `replacementTrigger`, `replaceWith`",
    "Look again then: the rest is about keys that still live",
    "Another stack or backend has the same project, stack and resource name. | Leave them. They are in use.",
    "The state was restored, or a run was killed.",
    "`pulumi state delete` or `retainOnDelete` has left them",
    "Somebody has rotated or copied the key at the vendor itself",
    "Look who uses each key. If nobody does, revoke it by hand. Or adopt it",
  ],
  "pulumi-state-delete": [
    "A replaced record has the URN of its successor",
    "since other resources depend on the key.** Do not add `--target-dependents`",
    "`pulumi state taint <urn>`, then `pulumi up`",
  ],
  "start-anew": [
    "Write down `keyId` and `previousKeyId`",
    "It mints a key if the state holds none",
    "Revoke by hand those of this resource, once nobody uses them",
  ],
  "the-first-run-after-it": [
    "You need do nothing else. To try at once, run `pulumi up`",
    "Do not taint the resource, and do not use `--replace`",
    "nothing else is minted for this resource",
  ],
  "the-key-was-created-at-another-time": ["Look at the vendor whose key it is", "says how to go on", "(#start-anew)"],
  "the-output-is-missing": [
    "Remove `adopt`. Set `rotation: {trigger, overlap}`. Run `pulumi up`",
    "Change the trigger's text. Run `pulumi up` again",
    "Do not taint the resource while anything outside the stack uses the key",
  ],
  "the-program-asks-for-another-key-meanwhile": [
    '`"*"` in `replaceOnChanges`, or `deleteBeforeReplace` on a resource that it depends on',
    "If no resource has `deleteBeforeReplace`, `pulumi:autonaming`",
  ],
  "the-run-could-not-settle-it": [
    "Mend what the message names",
    "Do not run `pulumi state delete`. It may forget a key that lives",
    "`adopt` with the id of the key in use, or of the previous key, does not count yet",
  ],
  "the-state-was-edited": [
    "`pulumi stack export --version <n>`, or a backup",
    "Copy only these fields of this resource. Run `pulumi stack import`",
    "Do not import an older state as a whole. It forgets each key minted since",
    "Do not use `pulumi state delete`. It forgets a live key",
  ],
  "this-run-calls-another-url-or-organization": [
    'Write `account: "<name>"` on the resource',
    "Give the new URL and token that name",
    "Set the earlier URL and token back where they stood",
  ],
  "two-keys-of-the-same-seconds": [
    "do not run again before you have decided",
    "and nobody uses the other key: revoke the other key by hand. Run again",
    "revoke this resource's own key by hand. Then run [`pulumi state delete <urn>`]",
    "Revoke only that one by hand. Never revoke the key in `keyId`",
    "Take the fields `previous…` of the resource out",
  ],
  "you-decide": [
    "that no stack holds and that nobody uses",
    "Leave each key that another resource or stack holds. Leave each key that somebody uses",
    "Never revoke the key in use",
    "Where the value of the mint is lost, nobody uses the key of the mint",
    'Write `adopt: {keyId: "<id>"}` on the resource',
    'Write `adopt: {keyId: "<key in use>"}`. Run `pulumi up`. That key stays in use',
    "Write `adopt` with its id and its value, which the state no longer keeps",
    "Revoke each candidate that nobody uses",
    "first make sure that the key of this mint was revoked",
    "If the resource has left the program, declare it again with that `adopt`",
    "run `pulumi state delete <urn>` only if you know that no key of this mint lives",
  ],
};

test.each(Object.entries(steps))("#%s has the steps", (anchor, sentences) => {
  const section = sectionOf(anchor);
  expect(sentences.filter((step) => !section.includes(step))).toEqual([]);
});

/** The anchors that GitHub gives to headings. They come from a child process, since jest loads no ES modules. */
function slugsOf(headings: readonly string[]): string[] {
  const program = `import { slug } from "github-slugger"; console.log(JSON.stringify(JSON.parse(process.argv[1]).map((each) => slug(each))))`;
  const args = ["--input-type=module", "--eval", program, JSON.stringify(headings)];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: projectRoot, encoding: "utf8" }));
}

/** The text below a heading, up to the next one, on one line. */
function sectionOf(anchor: string): string {
  const sections = text.split(/^#+ /m);
  return sections[anchors.indexOf(anchor) + 1]?.replaceAll(/\s+/g, " ") ?? "";
}
