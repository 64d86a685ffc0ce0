/** Backpressure and cancelling of the `fetch` form. */
import { expect, test } from "vitest";
import type { DisconnectEvent } from "../../../templates/runtime/server/hooks.js";
import { deferred } from "../../support/deferred.js";
import { settle, type Me } from "./harness.js";
import { served } from "./served.js";

const url = "http://x/realtime/sse?subscribe=lobby&token=t";

test("what is not read is not buffered: it stays in the log", async () => {
  const server = served({ limits: { highWaterMark: 2_000 } });
  const response = await server.fetch(new Request(url));
  const reader = response.body!.getReader();
  const lobby = server.channels["lobby"]!();
  for (let n = 0; n < 100; n++) {
    await lobby.publish("tick", { n, pad: "x".repeat(200) });
    await settle();
  }
  const decoder = new TextDecoder();
  const chunks: string[] = [];
  while (!chunks.at(-1)?.includes('"n":99,')) {
    const { value } = await reader.read();
    chunks.push(decoder.decode(value));
    await settle();
  }
  const numbers = [...chunks.join("").matchAll(/"n":(\d+)/g)].map(([, n]) =>
    Number(n),
  );
  expect(numbers).toEqual(Array.from({ length: 100 }, (_, n) => n));
  // Some single events, then, when it was read again, pages.
  expect(chunks.length).toBeLessThan(60);
  await reader.cancel();
  await server.close({ graceMs: 0 });
});

test.each([
  [
    "cancelling the body",
    (_: AbortController, body: ReadableStream) => body.cancel(),
  ],
  ["aborting the request", (abort: AbortController) => abort.abort()],
])("%s is a disconnect", async (_, leave) => {
  const left = deferred<DisconnectEvent<Me>>();
  const server = served({ hooks: { onDisconnect: left.resolve } });
  const abort = new AbortController();
  const { signal } = abort;
  const { body } = await server.fetch(new Request(url, { signal }));
  await leave(abort, body!);
  expect(await left.promise).toMatchObject({ reason: "client" });
  await server.close({ graceMs: 0 });
});
