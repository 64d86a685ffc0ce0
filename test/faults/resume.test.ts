/**
 * The promise of resume, end to end: our client and our server over real
 * sockets, with a proxy between them that drops, stalls, half-opens and cuts
 * in the middle of a frame while 10,000 events are published.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { createNodeServer } from "../../templates/runtime/http/node.js";
import type { ContractSpec } from "../../templates/runtime/core/spec.js";
import { engines } from "../support/engines.js";
import { FaultProxy } from "../support/fault-proxy.js";
import { random } from "../support/random.js";
import { techniques, ticksClient } from "../support/techniques.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import {
  type TicksChannels,
  ticksContract,
} from "../support/ticks-contract.js";

const ROOMS = 20;
const EVENTS = 10_000;
const BATCH = 250;

const { rooms: roomSpec, ticks: tickSpec } = ticksContract.channels;
const contract: ContractSpec = {
  ...ticksContract,
  channels: {
    ticks: tickSpec!,
    rooms: { ...roomSpec!, history: { maxEvents: EVENTS, maxAgeMs: 60_000 } },
  },
};

describe.each(
  techniques.flatMap((technique) =>
    engines.map((engine) => ({
      name: `${technique.id}, ${engine.id}`,
      technique,
      engine,
    })),
  ),
)("over $name", ({ technique, engine }) => {
  test("every event once, in order, without a gap", async () => {
    const draw = random(1);
    const server = createNodeServer<{ id: string }, TicksChannels>(
      contract,
      {
        engine: engine.make(temporaryFolder()),
        authenticate: () => ({ identity: { id: "ada" } }),
        authorize: () => true,
        handlers: {
          ticks: { reset: (n: number) => n + 1, poke: () => {} },
        },
        snapshots: { rooms: () => 0 },
        heartbeatMs: 40,
      },
      [technique.server()],
    );
    const http = createServer(server.requestListener);
    server.attach(http);
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    const proxy = await FaultProxy.start((http.address() as AddressInfo).port);
    const options = {
      url: `http://127.0.0.1:${proxy.port}/realtime`,
      backoffBaseMs: 4,
      backoffCapMs: 20,
      connectTimeoutMs: 300,
      tryTimeoutMs: 100,
    };
    const client = ticksClient(technique, options);

    const seen = Array.from({ length: ROOMS }, () => [] as number[]);
    const problems: unknown[] = [];
    let handled = 0;
    let finish: (() => void) | undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const opened = (): Promise<void> =>
      new Promise((resolve) => {
        if (client.state === "open") resolve();
        const stop = client.onState((state) => {
          if (state !== "open") return;
          stop();
          resolve();
        });
      });
    const join = (room: number): void => {
      const channel = client.channels.rooms({ room: `${room}`, floor: "1" });
      channel.onGap((gap) => problems.push(gap));
      channel.onError((error) => problems.push(error));
      channel.on(
        "ticked",
        async (n) => {
          if (n % 7 === 0)
            await new Promise((resolve) => setImmediate(resolve));
          seen[room]?.push(n);
          if (++handled === EVENTS) finish?.();
        },
        { start: "earliest" },
      );
    };

    try {
      for (let room = 0; room < ROOMS / 2; room++) join(room);
      await opened();
      const sent = Array.from({ length: ROOMS }, () => 0);
      const faults = [
        () => proxy.drop(),
        () => proxy.stall(),
        () => proxy.halfOpen(),
        () => proxy.cutAfter(1 + draw(500)),
      ];
      let replies = 0;
      let again: Promise<void> | undefined;
      for (let batch = 0; batch < EVENTS / BATCH; batch++) {
        const published: Promise<unknown>[] = [];
        const at = draw(BATCH);
        for (let i = 0; i < BATCH; i++) {
          const room = draw(ROOMS);
          published.push(
            server.channels
              .rooms({ room: `${room}`, floor: "1" })
              .publish("ticked", sent[room]!++),
          );
          if (i === at) {
            again = proxy.next();
            faults[batch % faults.length]?.();
            await new Promise((resolve) => setImmediate(resolve));
          }
        }
        await Promise.all(published);
        await again; // the fault has bitten
        // late comers make the client open anew, in the middle of it all
        if (batch < ROOMS / 2) join(ROOMS / 2 + batch);
        if (batch % 10 === 0)
          replies += await client.channels.ticks().send("reset", batch);
        await opened();
      }
      await finished;
      expect(replies).toBeGreaterThan(0);
      expect(problems).toEqual([]);
      expect(seen).toEqual(
        sent.map((count) => Array.from({ length: count }, (_, n) => n)),
      );
      expect(proxy.accepted).toBeGreaterThan(EVENTS / BATCH);
    } finally {
      await client.close();
      await proxy.stop();
      await server.close({ graceMs: 0 });
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    }
  });
});
