/** The client half of SSE: one streamed response per connection; see WIRE.md. */
import type { ClientOptions } from "../client/client-options.js";
import { RemoteError } from "../core/errors.js";
import { createPost, type HttpOptions } from "../client/http-client.js";
import type { Outcome } from "../core/protocol.js";
import type { Message, Transport } from "../client/transport.js";
import { createSseParser } from "./parser.js";

export interface SseOptions extends ClientOptions, HttpOptions {
  /**
   * Characters of one frame; a longer one ends the connection, which begins
   * anew before it. Default 1,048,576.
   */
  readonly maxFrameChars?: number;
}

export function sseTransport(options: SseOptions): Transport {
  const post = createPost(options);
  return {
    async open({ subscriptions, token, signal }, hear) {
      const { headers, body } = await post(
        "sse",
        { subscriptions },
        token,
        signal,
      );
      const message = headers.get("content-type")!; // null fails the test too
      if (!/^text\/event-stream *(;|$)/i.test(message))
        throw new RemoteError({ code: "content_type", message });

      const parse = createSseParser(options.maxFrameChars ?? 2 ** 20, (ms) =>
        hear({ type: "rt.retry", data: ms }),
      );
      const reader = body!.getReader(); // as every 200 has it
      for (let chunk; (chunk = (await reader.read()).value); hear())
        for (const { type, data, id, meta } of parse(chunk))
          await hear({
            type,
            data: parsed(data),
            ...(meta && { meta: { ...JSON.parse(meta), cursor: id } }),
          } as Message); // as WIRE.md has it
    },
    async send(message, token, signal) {
      const response = await post("messages", message, token, signal);
      return response.json() as Promise<Outcome>; // as WIRE.md has it
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
