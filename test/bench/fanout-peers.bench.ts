/**
 * Fan-out against libraries: better-sse, and Socket.IO and tRPC where the
 * shared harness with their adapters is found.
 */
import { fanout } from "./fanout.js";
import { peers } from "./peers.js";
import type { Row } from "./row.js";

const CLIENTS = ["100", "1000"];

export async function run(): Promise<readonly Row[]> {
  const found = await peers();
  if (!found.ok) console.log(`without Socket.IO and tRPC: ${found.why}`);
  const options = {
    clients: CLIENTS,
    starts: 1,
    turns: 3,
    ...(found.ok && { adapters: found.adapters }),
  };
  const sse = await fanout({
    ...options,
    technique: "sse",
    names: ["ours", "better-sse", ...(found.ok ? ["trpc"] : [])],
  });
  if (!found.ok) return sse;
  const webSocket = await fanout({
    ...options,
    technique: "websocket",
    names: ["ours", "socket.io", "trpc"],
  });
  return [...sse, ...webSocket];
}
