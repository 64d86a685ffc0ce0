import assert from "node:assert/strict";
import { test } from "node:test";
import { developer } from "../src/development-authenticator.js";
import { handlers } from "../src/handlers/index.js";
import { mute } from "../src/mutes.js";
import { options } from "../src/realtime.setup.js";
import type { Client } from "../src/realtime/client.js";
import {
  MessagePostError,
  createRealtime,
  memoryEngine,
} from "../src/realtime/server.js";
import { createInMemoryClient } from "../src/realtime/testing.js";

function start() {
  const engine = memoryEngine();
  const realtime = createRealtime({ ...options, engine, handlers });
  const clients: Client[] = [];
  return {
    join(id: string): Client {
      const identity = { ...developer, id };
      const client = createInMemoryClient(realtime, { identity });
      clients.push(client);
      return client;
    },
    async stop() {
      for (const client of clients) await client.close();
      await realtime.close({ graceMs: 0 });
    },
  };
}

test("what one writes, the others read", async () => {
  const { join, stop } = start();
  const ada = join("ada").channels.room({ roomId: "lobby" });
  const bob = join("bob").channels.room({ roomId: "lobby" });
  const events = bob.events({ start: "earliest" });

  const sent = await ada.send("message.post", { text: "Hello" });
  const { value } = await events.next();

  assert.equal(value.type, "message.posted");
  assert.deepEqual(value.data, sent);
  await stop();
});

test("who is muted is told until when", async () => {
  const { join, stop } = start();
  const until = new Date(Date.now() + 60_000);
  mute("eve", until);

  await assert.rejects(
    join("eve").channels.room({ roomId: "lobby" }).send("message.post", {
      text: "Hello",
    }),
    (error: unknown) =>
      error instanceof MessagePostError.Muted &&
      error.payload.until === until.toISOString(),
  );
  await stop();
});
