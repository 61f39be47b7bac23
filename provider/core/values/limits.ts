/**
 * Every wait and every size the product allows itself, in one place.
 *
 * The environment can only shorten the waits, never lengthen them. `PULUMI_APIKEYS_TIME_FACTOR`, a number above 0 and at
 * most 1, multiplies each wait. Anything else is ignored. Tests that must live through a wait of 30 s use it.
 */
const factor = readFactor(process.env.PULUMI_APIKEYS_TIME_FACTOR);

function readFactor(text: string | undefined): number {
  const value = Number(text);
  return value > 0 && value <= 1 ? value : 1;
}

function milliseconds(value: number): number {
  return Math.max(1, Math.round(value * factor));
}

export const limits = {
  /** To open a connection, TLS included. */
  connectMs: milliseconds(10_000),
  /** From the request sent to the answer's headers. */
  headersMs: milliseconds(30_000),
  /** Between two pieces of an answer's body. */
  bodyMs: milliseconds(30_000),
  /** A call in all, its repetitions included; its waits at the gate (see `gateMs`) are not. */
  callMs: milliseconds(60_000),
  /** A second, as vendors count requests. */
  secondMs: milliseconds(1_000),
  /** The first wait before a call is repeated, also after a second 429 in a row; doubled each time. */
  firstBackoffMs: milliseconds(500),
  /** How often a call that may be repeated is repeated. */
  repetitions: 4,
  /** The longest that a call waits in all at its account's gate, where the vendor takes fewer requests than are sent. */
  gateMs: milliseconds(600_000),
  /** How often a call may be answered by 429. With the waits between, that takes more than a minute, over which a vendor may count. */
  refusals: 9,
  /** The longest wait between two requests that find out whether the vendor takes any again. */
  longestBackoffMs: milliseconds(30_000),
  /** The largest body of an answer. A list of some thousand keys is below 2 MiB. */
  answerBytes: 4 * 1024 * 1024,
  /** A vendor's list may lag: a key that a list lacks is believed absent only this long after the mint. */
  absenceGraceMs: milliseconds(30_000),
  /** A wait as long as this is told to the person who runs Pulumi. */
  longWaitMs: milliseconds(5_000),
  /** Between two lists that must agree before a difference is believed. */
  listGapMs: milliseconds(2_000),
  /**
   * The age up to which a list still tells which keys are live: a revoke finds out by itself that a key has gone since. No absence is
   * believed from such a list. The age is long, since a destroy of 100 keys on a slow machine takes more than half a minute.
   */
  listAgeMs: milliseconds(120_000),
  /** Pages of one list; a vendor that always has more is not followed for ever. */
  listPages: 200,
  /** A list in all, each of its pages and readings included. A page that began in time may end later. */
  listMs: milliseconds(300_000),
} as const;
