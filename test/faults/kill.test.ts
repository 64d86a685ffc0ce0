/**
 * `kill -9` while publishing: clients come back to a new process over the
 * same file. What was acknowledged is there, what was not is published again
 * under its id, and every client hears everything once and in order.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { random } from "../support/random.js";
import {
  buildServerProcess,
  ServerProcess,
} from "../support/server-process/child.js";
import type { Setup } from "../support/server-process/protocol.js";
import { techniques, ticksClient } from "../support/techniques.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const ROOMS = 5;
const KILLS = 4;
const BATCH = 60;

let script = "";
beforeAll(async () => {
  script = await buildServerProcess(temporaryFolder(afterAll));
});

describe.each(techniques)("over $id and sqlite", (technique) => {
  test("nothing acknowledged is lost, nothing comes twice, no gap", async () => {
    const draw = random(7);
    const setup: Setup = {
      technique: technique.id,
      engine: "sqlite",
      folder: temporaryFolder(),
      port: 0,
    };
    let [server, port] = await ServerProcess.start(script, setup);
    const options = {
      url: `http://127.0.0.1:${port}/realtime`,
      backoffBaseMs: 5,
      backoffCapMs: 50,
    };
    const client = ticksClient(technique, options);
    const seen = Array.from({ length: ROOMS }, () => [] as number[]);
    const problems: unknown[] = [];
    const total = ROOMS * BATCH * (KILLS + 1);
    let heard = 0;
    let finish: (() => void) | undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    for (let room = 0; room < ROOMS; room++) {
      const channel = client.channels.rooms({ room: `${room}`, floor: "1" });
      channel.onGap((gap) => problems.push(gap));
      channel.onError((error) => problems.push(error));
      channel.on(
        "ticked",
        (n) => {
          seen[room]!.push(n);
          if (++heard === total) finish?.();
        },
        { start: "earliest" },
      );
    }

    try {
      for (let life = 0; life <= KILLS; life++) {
        const acknowledged = new Set<string>();
        const all = life < KILLS ? draw(ROOMS * BATCH) : ROOMS * BATCH;
        const enough = new Promise<void>((resolve) => {
          if (all === 0) resolve();
          server.on((report) => {
            if (report.is === "failed") problems.push(report.message);
            if (report.is !== "published") return;
            acknowledged.add(`${report.room}-${report.n}`);
            if (acknowledged.size === all) resolve();
          });
        });
        const publish = (): void => {
          for (let room = 0; room < ROOMS; room++) {
            const from = life * BATCH;
            server.tell({ do: "publish", room, from, to: from + BATCH });
          }
        };
        publish();
        await enough;
        if (life === KILLS) break;
        await server.kill();
        [server] = await ServerProcess.start(script, { ...setup, port });
        // The same ids in the same order: the log knows those that it has.
        const again = new Promise<void>((resolve) => {
          let left = ROOMS * BATCH;
          server.on((report) => {
            if (report.is === "published" && --left === 0) resolve();
          });
        });
        publish();
        await again;
      }
      await finished;
      expect(problems).toEqual([]);
      expect(seen).toEqual(
        seen.map(() =>
          Array.from({ length: BATCH * (KILLS + 1) }, (_, n) => n),
        ),
      );
    } finally {
      await client.close();
      await server.kill();
    }
  });
});
