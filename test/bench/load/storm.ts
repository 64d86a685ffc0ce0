/** Clients that come back all at once, and hear what they missed. */
import { Client } from "./client.js";
import type { Wire } from "./wires.js";

/** Milliseconds from the beginning to each client's last event, in order. */
export async function storm(
  port: number,
  kind: string,
  wire: Wire,
  clients: number,
  missed: number,
): Promise<readonly number[]> {
  const begun = performance.now();
  const finishes: number[] = [];
  const all: Client[] = [];
  await new Promise<void>((resolve, reject) => {
    const over = setTimeout(() => {
      reject(new Error(`${kind}: ${finishes.length} of ${clients} in time`));
    }, LONGEST_MS);
    for (let i = 0; i < clients; i++) {
      let left = missed;
      const client = new Client(port, kind, wire);
      all.push(client);
      client.onEvents = (count) => {
        left -= count;
        if (left > 0) return;
        finishes.push(performance.now() - begun);
        if (finishes.length < clients) return;
        clearTimeout(over);
        resolve();
      };
    }
  });
  for (const { socket } of all) socket.destroy();
  return finishes;
}

const LONGEST_MS = 120_000;
