/**
 * The verbs that a vendor's API is called with. Each fixes how its call may be repeated. A POST mints: it may be sent again
 * only if it never left. Reads and revokes by id are safe to repeat.
 */
import type { z } from "zod";
import type { Secret } from "../../values/secret";
import type { Account } from "../account";
import { RequestRefused } from "../call-failures";
import { noteClock } from "../clock";
import { variableInShort } from "../variables";
import { type Gate, gateOf } from "./gate";
import { urlBelow } from "./path";
import { type Answer, type Call, send } from "./send";

export class Client {
  readonly #account: Account;
  readonly #gate: Gate;

  constructor(account: Account) {
    this.#account = account;
    this.#gate = gateOf(account);
  }

  /** Reads with the account's token, or with `token` in its place. */
  get<T>(
    doing: string,
    path: string,
    answer: z.ZodType<T>,
    more: { query?: Record<string, string>; token?: Secret | undefined } = {},
  ) {
    return this.#send("GET", doing, path, answer, more);
  }

  post<T>(doing: string, path: string, answer: z.ZodType<T>, body: object) {
    return this.#send("POST", doing, path, answer, { body });
  }

  put<T>(doing: string, path: string, answer: z.ZodType<T>) {
    return this.#send("PUT", doing, path, answer);
  }

  delete<T>(doing: string, path: string, answer: z.ZodType<T>) {
    return this.#send("DELETE", doing, path, answer);
  }

  async #send<T>(
    method: Call<T>["method"],
    doing: string,
    path: string,
    answer: z.ZodType<T>,
    more: { body?: object; query?: Record<string, string>; token?: Secret | undefined } = {},
  ): Promise<Answer<T>> {
    const { definition } = this.#account;
    const answered = await send({
      doing,
      method,
      url: urlBelow(this.#account.url, path, more.query),
      token: more.token ?? this.#account.token,
      body: more.body,
      repetition: method === "POST" ? "when-unsent" : "freely",
      answer,
      gate: this.#gate,
      vendor: { title: definition.title, urlVariable: variableInShort(this.#account, definition.url) },
    }).catch((error: unknown) => {
      // Where the token may not list keys, a refusal may be the only answer before a mint that tells the vendor's clock.
      if (error instanceof RequestRefused && error.isVendorsOwn) noteClock(this.#account, error.date);
      throw error;
    });
    noteClock(this.#account, answered.date);
    return answered;
  }
}
