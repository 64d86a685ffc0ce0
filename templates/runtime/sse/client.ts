/** The client half of SSE: one streamed response per connection; see WIRE.md. */
import type { ClientOptions } from "../client/client-options.js";
import { readEventStream } from "../client/event-stream.js";
import { createCall, type HttpOptions } from "../client/http-client.js";
import { createHttpSend } from "../client/http-send.js";
import { readParts } from "../client/read-parts.js";
import type { Message, Transport } from "../client/transport.js";

export interface SseOptions extends ClientOptions, HttpOptions {
  /**
   * Characters of one frame; a longer one ends the connection, which begins
   * anew before it. Default 1,048,576.
   */
  readonly maxFrameChars?: number;
}

export function sseTransport(options: SseOptions): Transport {
  const { maxFrameChars = 2 ** 20 } = options;
  const call = createCall(options);
  return {
    send: createHttpSend(call, readParts, maxFrameChars),
    async open({ subscriptions, signal }, hear) {
      const response = await call("sse", { subscriptions }, signal);
      await readEventStream(
        response,
        maxFrameChars,
        (frame) => {
          if (!frame) return hear();
          const { type, data, id, meta } = frame;
          return hear({
            type,
            data: parsed(data),
            ...(meta && { meta: { ...JSON.parse(meta), cursor: id } }),
          } as Message); // as WIRE.md has it
        },
        (ms) => hear({ type: "rt.retry", data: ms }),
      );
    },
  };
}

/** A control message that is no JSON ends the connection; an event is told as invalid. */
function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
