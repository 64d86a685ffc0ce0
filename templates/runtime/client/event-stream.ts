/** The event stream format: WHATWG HTML, section 9.2.6. */
import { RemoteError } from "../core/errors.js";

export interface Frame {
  /** `message` where the stream names none. */
  readonly type: string;
  readonly data: string;
  /** The last id that the stream gave, of this frame or an earlier one. */
  readonly id: string;
  /** Our own field, which others ignore; see WIRE.md. */
  readonly meta: string | undefined;
}

/**
 * Returns what takes the bytes as they come and yields the frames that they
 * complete; a reader may stop between two frames and go on later. What no
 * blank line has completed when the stream ends is void, as the standard has
 * it. `maxChars` bounds a frame, comments aside: a longer one throws.
 */
export function createSseParser(
  maxChars: number,
  onRetry: (ms: number) => void = () => {},
): (chunk: Uint8Array) => Generator<Frame, void> {
  const decoder = new TextDecoder(); // drops a byte order mark
  let rest = ""; // a line begun in an earlier chunk
  let endedWithCr = false;
  let id = "";
  let chars = 0;
  let type: string | undefined;
  let data: string | undefined;
  let meta: string | undefined;

  return function* (chunk) {
    let text = decoder.decode(chunk, { stream: true });
    if (!text) return;
    if (endedWithCr) text = text.replace(/^\n/, "");
    endedWithCr = text.endsWith("\r");

    const lines = text.split(/\r\n?|\n/);
    lines[0] = rest + lines[0];
    rest = lines.pop()!;
    for (const line of lines) {
      if (line) field(line);
      else {
        if (data !== undefined)
          yield { type: type || "message", data, id, meta };
        type = data = meta = undefined;
        chars = 0;
      }
    }
    bound(chars + rest.length);
  };

  function field(line: string): void {
    const [, name, value = ""] = /^([^:]*):? ?(.*)$/s.exec(line)!;
    if (!name) return; // a comment
    bound((chars += line.length));
    if (name === "data")
      data = data === undefined ? value : `${data}\n${value}`;
    else if (name === "event") type = value;
    else if (name === "meta") meta = value;
    else if (name === "id" && !value.includes("\0")) id = value;
    else if (name === "retry" && /^\d+$/.test(value)) onRetry(Number(value));
  }

  function bound(length: number): void {
    if (length > maxChars)
      throw new RemoteError({ code: "frame_too_large" }, "retry");
  }
}

/** Tells each frame of a response, and each chunk; reads on when it is told to. */
export async function readEventStream(
  { headers, body }: Response,
  maxChars: number,
  hear: (frame?: Frame) => Promise<void> | undefined,
  onRetry?: (ms: number) => void,
): Promise<void> {
  const message = headers.get("content-type")!; // null fails the test too
  if (!/^text\/event-stream *(;|$)/i.test(message))
    throw new RemoteError({ code: "content_type", message });
  const parse = createSseParser(maxChars, onRetry);
  const reader = body!.getReader(); // as every 200 has it
  for (let chunk; (chunk = (await reader.read()).value); hear())
    for (const frame of parse(chunk)) await hear(frame);
}
