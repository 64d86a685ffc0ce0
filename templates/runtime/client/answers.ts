/** What handlers return, as the answer to a message that asks for one. */
import type { ClientContext } from "./client-options.js";
import { assertFits } from "../core/errors.js";
import type { EventMeta } from "../core/protocol.js";
import { FAILED } from "./subscription.js";
import type { Check } from "../core/validation.js";

/** Takes the results of all handlers of one event. */
export type Answers = (
  type: string,
  reply: Check,
  meta: EventMeta,
  results: readonly unknown[],
) => void;

/**
 * The first result is the answer. Where there is none but a failure, that is
 * told without its words; where all are `undefined`, others may answer.
 */
export function createAnswers({
  transport,
}: Pick<ClientContext, "transport">): Answers {
  return (type, reply, { id, channel, params }, results) => {
    const given = results.filter((result) => result !== undefined);
    if (given.length === 0) return;
    const data = given.find((result) => result !== FAILED);
    const issues = data !== undefined ? reply(data) : undefined;
    const code =
      data === undefined ? "handler_failed" : issues && "invalid_reply";
    transport.answer?.({
      id,
      channel,
      params,
      type,
      ...(code
        ? { ok: false, error: { code, message: code, kind: "realtime" } }
        : { ok: true, data }),
    });
    assertFits(`reply to ${type}`, issues);
  };
}
