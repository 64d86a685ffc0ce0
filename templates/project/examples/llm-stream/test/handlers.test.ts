import assert from "node:assert/strict";
import { test } from "node:test";
import { developer } from "../src/development-authenticator.js";
import { handlers } from "../src/handlers/index.js";
import { options } from "../src/realtime.setup.js";
import { createRealtime, memoryEngine } from "../src/realtime/server.js";
import { createInMemoryClient } from "../src/realtime/testing.js";

function start(conversationId: string) {
  const engine = memoryEngine();
  const realtime = createRealtime({ ...options, engine, handlers });
  const client = createInMemoryClient(realtime, { identity: developer });
  const conversation = client.channels.conversations({ conversationId });
  return {
    conversation,
    async answer() {
      const channel = client.channels.conversations({ conversationId });
      for await (const event of channel.events({ start: "earliest" })) {
        if (event.type === "answer.finished") return event.data;
      }
      throw new Error("no answer");
    },
    async stop() {
      await client.close();
      await realtime.close({ graceMs: 0 });
    },
  };
}

test("an answer comes in parts, and is kept whole", async () => {
  const { conversation, answer, stop } = start("parts");
  let said = "";
  let parts = 0;
  const text = "What is a stream?";
  for await (const { token } of conversation.stream("question.ask", { text })) {
    said += token;
    parts++;
  }
  assert.ok(parts > 10);
  const { text: kept, finish } = await answer();
  assert.deepEqual({ kept, finish }, { kept: said, finish: "complete" });
  await stop();
});

test("who stops reading stops the model", async () => {
  const { conversation, answer, stop } = start("cancelled");
  let said = "";
  const text = "What is a stream?";
  for await (const { token } of conversation.stream("question.ask", { text })) {
    said += token;
    if (said.length > 10) break;
  }
  const { text: kept, finish } = await answer();
  assert.equal(finish, "cancelled");
  assert.ok(kept.startsWith(said));
  await stop();
});
