/** Fan-out against Socket.IO and tRPC, where the shared harness with their adapters is found. */
import { fanout } from "./fanout.js";
import { peers } from "./peers.js";
import type { Row } from "./row.js";

const CLIENTS = ["100", "1000"];
const TIMES = { starts: 1, turns: 3 };

export async function run(): Promise<readonly Row[]> {
  const found = await peers();
  if (!found.ok) {
    console.log(`not measured: ${found.why}`);
    return [];
  }
  const { adapters } = found;
  const common = { clients: CLIENTS, ...TIMES, adapters };
  return [
    ...(await fanout({
      ...common,
      technique: "websocket",
      names: ["ours", "socket.io", "trpc"],
    })),
    ...(await fanout({
      ...common,
      technique: "sse",
      names: ["ours", "trpc"],
    })),
  ];
}
