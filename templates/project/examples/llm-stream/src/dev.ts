/** `npm run dev`: the server, and someone who keeps asking it. Never deployed. */
import { setTimeout } from "node:timers/promises";
import { developer } from "./development-authenticator.js";
import { createInMemoryClient } from "./realtime/testing.js";
import { realtime } from "./server.js";

const client = createInMemoryClient(realtime, { identity: developer });
const conversation = client.channels.conversations({ conversationId: "demo" });
const questions = ["What is a stream?", "And tea?", "Who is the client?"];

for (let turn = 0; ; turn++) {
  const text = questions[turn % questions.length]!;
  console.log(`\n${text}`);
  for await (const { token } of conversation.stream("question.ask", { text })) {
    process.stdout.write(token);
  }
  console.log();
  await setTimeout(5_000);
}
