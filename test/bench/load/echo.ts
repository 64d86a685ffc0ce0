/** Clients that send a message, wait for its answer, and send the next. */
import { newEvent } from "../servers/event.js";
import type { Client } from "./client.js";
import type { Wire } from "./wires.js";

export interface Echoed {
  readonly count: number;
  readonly seconds: number;
  /** From sending to the answer, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** The event as text, but for its time. */
const EVENT = JSON.stringify(newEvent());

let ids = 0;

export async function echo(
  clients: readonly Client[],
  wire: Wire,
  ms: number,
): Promise<Echoed> {
  const begun = performance.now();
  const end = begun + ms;
  const times: number[] = [];
  await Promise.all(
    clients.map(
      (client) =>
        new Promise<void>((resolve) => {
          let sent = 0;
          const send = (): void => {
            sent = performance.now();
            client.send(wire.echo!(String(++ids), EVENT));
          };
          client.onEvents = () => {
            const now = performance.now();
            times.push(now - sent);
            if (now < end) send();
            else resolve();
          };
          send();
        }),
    ),
  );
  const seconds = (performance.now() - begun) / 1_000;
  times.sort((a, b) => a - b);
  const at = (part: number): number => times[Math.floor(times.length * part)]!;
  return { count: times.length, seconds, p50: at(0.5), p99: at(0.99) };
}
