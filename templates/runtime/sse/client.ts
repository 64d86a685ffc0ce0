/** The client half of SSE: one streamed response per connection; see WIRE.md. */
import type { ClientOptions } from "../client/client-options.js";
import { RemoteError } from "../core/errors.js";
import { createPost, type HttpOptions } from "../client/http-client.js";
import type { Outcome } from "../core/protocol.js";
import type { Message, Transport } from "../client/transport.js";
import { createSseParser, type Frame } from "./parser.js";

export interface SseOptions extends ClientOptions, HttpOptions {
  /**
   * Characters of one frame; a longer one ends the connection, which begins
   * anew before it. Default 1,048,576.
   */
  readonly maxFrameChars?: number;
}

export function sseTransport(options: SseOptions): Transport {
  const { maxFrameChars = 2 ** 20 } = options;
  const post = createPost(options);
  return {
    async open({ subscriptions, signal }, hear) {
      const response = await post("sse", { subscriptions }, signal);
      await read(
        response,
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
    async send(message, signal, hear) {
      const response = await post("messages", message, signal);
      if (!hear) return response.json() as Promise<Outcome>; // as WIRE.md has it
      let outcome: Outcome | undefined;
      await read(response, (frame) => {
        if (frame?.type === "rt.reply") outcome = JSON.parse(frame.data);
        return hear(
          frame?.type === "rt.part" ? JSON.parse(frame.data) : undefined,
        );
      });
      if (!outcome) throw new TypeError("cut"); // as fetch has it
      return outcome;
    },
  };

  /** Tells each frame, and each chunk; reads on when it is told to. */
  async function read(
    { headers, body }: Response,
    hear: (frame?: Frame) => Promise<void> | undefined,
    onRetry?: (ms: number) => void,
  ): Promise<void> {
    const message = headers.get("content-type")!; // null fails the test too
    if (!/^text\/event-stream *(;|$)/i.test(message))
      throw new RemoteError({ code: "content_type", message });
    const parse = createSseParser(maxFrameChars, onRetry);
    const reader = body!.getReader(); // as every 200 has it
    for (let chunk; (chunk = (await reader.read()).value); hear())
      for (const frame of parse(chunk)) await hear(frame);
  }
}

/** A control message that is no JSON ends the connection; an event is told as invalid. */
function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
