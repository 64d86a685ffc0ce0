/** An answer in parts, as an event stream: `rt.part` each, `rt.reply` at the end; see WIRE.md. */
import { control, STREAM_HEADERS } from "./event-stream.js";
import type {
  HttpReply,
  HttpRequest,
  ResponseBody,
  RouteOptions,
} from "./http.js";
import type { Parts, Session } from "../server/session.js";

export function streamReply(
  id: string,
  parts: Parts,
  request: HttpRequest,
  { heartbeatMs, limits }: Pick<Session, "heartbeatMs" | "limits">,
  encode: RouteOptions["encode"],
): HttpReply {
  let wake: (() => void) | undefined;
  const leave = (): void => {
    void parts.return({ id, ok: true }); // after the end it does nothing
    wake?.();
  };
  if (request.closed) leave();
  else request.onClose(leave);

  /** Waits until the body has drained; false where the client took nothing for too long. */
  async function hasRoom(body: ResponseBody): Promise<boolean> {
    let { waiting } = body;
    let stalled = false;
    const watch = setInterval(() => {
      stalled = body.waiting >= waiting;
      waiting = body.waiting;
      if (stalled) wake?.();
    }, limits.stallTimeoutMs);
    await new Promise<void>((resolve) => (wake = resolve));
    clearInterval(watch);
    return !stalled;
  }

  /** Asks for a part when the last one has left: a slow client slows the handler. */
  async function write(body: ResponseBody): Promise<void> {
    while (!request.closed) {
      if (!body.writable) {
        if (await hasRoom(body)) continue;
        leave();
        return body.end();
      }
      const { done, value } = await parts.next();
      if (request.closed) return;
      const frame = done
        ? control("rt.reply", value)
        : control("rt.part", { id, data: value });
      body.write(encode(frame));
      if (done) return body.end();
    }
  }

  return {
    status: 200,
    headers: STREAM_HEADERS,
    stream(body) {
      const comment = encode(":\n\n");
      const beat = setInterval(() => {
        if (body.writable) body.write(comment);
      }, heartbeatMs);
      void write(body).finally(() => clearInterval(beat));
      return () => wake?.();
    },
  };
}
