/** Links to the steps that a message has no room for. Each must lead to a heading of the page: test/docs/help.test.ts checks that. */
const page = "https://github.com/pulumi-apikeys/pulumi-apikeys/blob/main/docs/operate/troubleshooting.md";

/** The headings of that page that messages link to. */
export const helpAnchors = [
  "a-first-trigger",
  "a-key-that-may-be-this-runs-token",
  "a-key-whose-id-cannot-stand-in-a-url",
  "a-run-deletes-before-it-adopts",
  "adopt-beside-a-pending-mint",
  "in-a-destroy",
  "it-is-not-proved-that-the-account-minted-the-key",
  "live-keys-with-this-resources-marker",
  "pulumi-state-delete",
  "the-first-run-after-it",
  "the-key-was-created-at-another-time",
  "the-output-is-missing",
  "the-program-asks-for-another-key-meanwhile",
  "the-run-could-not-settle-it",
  "the-state-was-edited",
  "this-run-calls-another-url-or-organization",
  "two-keys-of-the-same-seconds",
  "you-decide",
] as const;

export type HelpAnchor = (typeof helpAnchors)[number];

/** The end of a message, without a full stop: a terminal would take it for a part of the link. */
export function stepsAt(anchor: HelpAnchor): string {
  return `Steps: ${page}#${anchor}`;
}
