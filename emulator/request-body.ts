/**
 * A request's body as servers read it: as JSON only if the client says that it is JSON. Each vendor decides how it answers any other
 * body.
 */
import type { IncomingMessage } from "node:http";

export type BodyProblem = "content-type" | "invalid-json";

export interface SentBody {
  /** The parsed JSON; undefined when there was none. */
  body: unknown;
  /** Why there was none although something was sent. */
  bodyProblem: BodyProblem | undefined;
}

export const unread: SentBody = { body: undefined, bodyProblem: undefined };

export async function readSentBody(request: IncomingMessage): Promise<SentBody> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  if (text === "") return unread;
  if (!isJson(request.headers["content-type"])) return { ...unread, bodyProblem: "content-type" };
  try {
    return { body: JSON.parse(text), bodyProblem: undefined };
  } catch {
    return { ...unread, bodyProblem: "invalid-json" };
  }
}

function isJson(contentType = ""): boolean {
  return /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType);
}
