/** A replay at its barest: bytes made beforehand, written as fast as each socket takes them. */
import { createServer, type Socket } from "node:net";
import { newEvent } from "./event.js";
import { type BenchServer, listening } from "./listening.js";
import type { StartOptions } from "./protocol.js";

const CHUNK = 65_536;

export async function floor({
  history = 0,
}: StartOptions): Promise<BenchServer> {
  const text = Array.from(
    { length: history },
    (_, id) => `id: ${id}\ndata: ${JSON.stringify(newEvent())}\n\n`,
  ).join("");
  const bytes = Buffer.from(text);
  const server = createServer((socket: Socket) => {
    let at = 0;
    const write = (): void => {
      while (at < bytes.length) {
        const chunk = bytes.subarray(at, (at += CHUNK));
        if (!socket.write(chunk)) return;
      }
    };
    socket.on("error", () => {});
    socket.on("drain", write);
    socket.once("data", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      write();
    });
  });
  return { port: await listening(server), publish: () => {} };
}
