/**
 * An undici interceptor: one attempt either yields a whole answer or fails, and a failure says whether the request left.
 *
 * It stands under undici's retry interceptor, which would otherwise try to resume half an answer by a Range request.
 * An error code must never pass for proof that a request was not sent. Only undici itself can tell: it calls `onRequestStart` when it
 * is about to write to a connected socket.
 */
import type { Dispatcher } from "undici";
import { limits } from "../../values/limits";

/** Whether a call may have done anything at the vendor: some attempt began to write its request, and was not answered by 429. */
export interface Transmission {
  hasBegun: boolean;
}

class AnswerTooLarge extends Error {
  override readonly name = "AnswerTooLarge";
}

export function wholeAnswer(transmission: Transmission): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => dispatch(options, new WholeAnswerHandler(handler, transmission));
}

type Start = Parameters<NonNullable<Dispatcher.DispatchHandler["onResponseStart"]>>;

class WholeAnswerHandler implements Dispatcher.DispatchHandler {
  readonly #handler: Dispatcher.DispatchHandler;
  readonly #transmission: Transmission;
  readonly #chunks: Buffer[] = [];
  readonly #hadBegun: boolean;
  #size = 0;
  #head: Start | undefined;

  constructor(handler: Dispatcher.DispatchHandler, transmission: Transmission) {
    this.#handler = handler;
    this.#transmission = transmission;
    this.#hadBegun = transmission.hasBegun;
  }

  onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
    this.#transmission.hasBegun = true;
    this.#handler.onRequestStart?.(controller, context);
  }

  onResponseStart(...head: Start): void {
    if (head[1] >= 200) this.#head = head;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > limits.answerBytes) controller.abort(new AnswerTooLarge());
    else this.#chunks.push(chunk);
  }

  onResponseEnd(
    controller: Dispatcher.DispatchController,
    trailers: Parameters<NonNullable<Dispatcher.DispatchHandler["onResponseEnd"]>>[1],
  ): void {
    if (this.#head?.[1] === 429) this.#transmission.hasBegun = this.#hadBegun;
    if (this.#head) this.#handler.onResponseStart?.(...this.#head);
    for (const chunk of this.#chunks) this.#handler.onResponseData?.(controller, chunk);
    this.#handler.onResponseEnd?.(controller, trailers);
  }

  onResponseError(controller: Dispatcher.DispatchController, error: Error): void {
    this.#handler.onResponseError?.(controller, error);
  }
}
