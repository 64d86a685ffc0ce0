/** Upgrade requests that no WebSocket client would send. */
import { once } from "node:events";
import { connect } from "node:net";

/** An answer to what a WebSocket client would not send. */
export async function raw(
  port: number,
  lines: readonly string[],
): Promise<{ status: number; text: string }> {
  const socket = connect(port, "127.0.0.1");
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  let text = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  await once(socket, "close");
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]), text };
}

export const HANDSHAKE = [
  "host: x",
  "connection: Upgrade",
  "upgrade: websocket",
  "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
  "authorization: Bearer t",
];
export const COMPLETE = [
  ...HANDSHAKE,
  "sec-websocket-version: 13",
  "sec-websocket-protocol: rt.v1",
];
