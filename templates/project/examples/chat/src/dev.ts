/** `npm run dev`: the server, and someone who keeps talking. Never deployed. */
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { realtime } from "./server.js";

const room = realtime.channels.room({ roomId: "lobby" });

for (let count = 1; ; count++) {
  await room.publish("message.posted", {
    id: randomUUID(),
    author: "echo",
    text: `Hello number ${count}`,
    at: new Date().toISOString(),
  });
  await setTimeout(2_000);
}
