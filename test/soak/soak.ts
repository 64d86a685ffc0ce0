/**
 * A steady load with churn: some clients stay and must hear every event once
 * and in order, others come and go. Counted in rounds, so that a short form
 * can run among the tests.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { ServerProcess } from "../support/server-process/child.js";
import type { Setup } from "../support/server-process/protocol.js";
import { techniques, ticksClient } from "../support/techniques.js";
import type { TicksClient } from "../support/ticks-contract.js";

export interface SoakOptions {
  readonly setup: Omit<Setup, "port">;
  readonly script: string;
  readonly rounds: number;
  /** Between rounds; 0: as fast as they are heard. */
  readonly paceMs: number;
  readonly onSample?: (sample: Sample) => void;
}

export interface Sample {
  readonly round: number;
  /** Of the server after a collection, in bytes. */
  readonly heap: number;
  readonly rss: number;
  readonly connections: number;
  /** Of this process, which holds the clients; 0 where it cannot collect first. */
  readonly clientHeap: number;
}

export interface SoakResult {
  readonly samples: readonly Sample[];
  /** What staying clients did not hear in order, gaps and errors. */
  readonly problems: readonly unknown[];
  readonly published: number;
  readonly heard: number;
}

const ROOMS = 4;
const STAYING = 8;
const VISITORS = 5;
const EVENTS = 25;
const SAMPLES = 10;

export async function soak(options: SoakOptions): Promise<SoakResult> {
  const { setup, script, rounds, paceMs, onSample } = options;
  const technique = techniques.find(({ id }) => id === setup.technique)!;
  const [server, port] = await ServerProcess.start(script, {
    ...setup,
    port: 0,
  });
  const settings = { url: `http://127.0.0.1:${port}/realtime` };
  const newClient = (): TicksClient => ticksClient(technique, settings);
  const problems: unknown[] = [];
  const samples: Sample[] = [];
  let heard = 0;
  let due = 0;
  let caughtUp: (() => void) | undefined;
  server.on((told) => {
    if (told.is === "failed") problems.push(told.message);
  });

  const staying = Array.from({ length: STAYING }, (_, index) => {
    const client = newClient();
    const room = index % ROOMS;
    const channel = client.channels.rooms({ room: `${room}`, floor: "1" });
    let next = 0;
    channel.onGap((gap) => problems.push({ index, gap }));
    channel.onError((error) => problems.push({ index, error }));
    channel.on(
      "ticked",
      (n) => {
        if (n !== next++) problems.push({ index, expected: next - 1, n });
        heard++;
        if (heard === due) caughtUp?.();
      },
      { start: "earliest" },
    );
    return client;
  });

  /** Comes, hears something old and new, asks something, and leaves. */
  async function visit(room: number): Promise<void> {
    const client = newClient();
    const channel = client.channels.rooms({ room: `${room}`, floor: "1" });
    for await (const { data } of channel.events({ start: { last: 3 } })) {
      if (!Number.isInteger(data)) problems.push({ visitor: data });
      break;
    }
    const reply = await client.channels.ticks().send("reset", room);
    if (reply !== room + 1) problems.push({ reply });
    await client.close();
  }

  async function sample(round: number): Promise<void> {
    for (let i = 0; i < 3; i++) {
      globalThis.gc?.();
      await sleep(20);
    }
    const { heap, rss, connections } = await server.stats();
    const clientHeap = globalThis.gc ? process.memoryUsage().heapUsed : 0;
    const taken = { round, heap, rss, connections, clientHeap };
    samples.push(taken);
    onSample?.(taken);
  }

  try {
    for (let round = 0; round < rounds; round++) {
      due += EVENTS * STAYING;
      const all = new Promise<void>((resolve) => (caughtUp = resolve));
      for (let room = 0; room < ROOMS; room++) {
        const from = round * EVENTS;
        server.tell({ do: "publish", room, from, to: from + EVENTS });
      }
      const visits = Array.from({ length: VISITORS }, (_, i) =>
        visit((round + i) % ROOMS),
      );
      await Promise.all([all, ...visits, sleep(paceMs)]);
      const every = Math.max(1, Math.floor(rounds / SAMPLES));
      if (round % every === every - 1) await sample(round);
    }
    return { samples, problems, published: rounds * ROOMS * EVENTS, heard };
  } finally {
    await Promise.all(staying.map((client) => client.close()));
    await server.close();
  }
}
