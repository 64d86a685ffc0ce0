import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createClient } from "../../../templates/runtime/client/client.js";
import { createStream } from "../../../templates/runtime/client/stream.js";
import { sseTransport } from "../../../templates/runtime/sse/client.js";
import {
  DeviceError,
  type DevicesClient,
  devicesContract,
} from "../../support/devices-contract.js";
import {
  type PlayedRequest,
  PlayedServer,
  STREAM_HEADERS,
} from "../../support/played-sse-server.js";

let server: PlayedServer;
let client: DevicesClient;

beforeEach(async () => {
  server = await PlayedServer.start();
  const options = { url: server.url, token: () => "secret", backoffBaseMs: 2 };
  client = createClient<DevicesClient>(devicesContract, sseTransport(options), {
    ...options,
    createStream,
  });
});

afterEach(async () => {
  await client.close();
  await server.stop();
});

const count = (data: number, signal?: AbortSignal) =>
  client.channels
    .devices({ site: "a", device: "1" })
    .stream("count", data, { ...(signal && { signal }) });

const part = ({ body }: PlayedRequest, data: unknown): string =>
  `event: rt.part\ndata: ${JSON.stringify({ id: body.id, data })}\n\n`;
const reply = ({ body }: PlayedRequest, outcome: object): string =>
  `event: rt.reply\ndata: ${JSON.stringify({ id: body.id, ...outcome })}\n\n`;

async function begin(): Promise<PlayedRequest> {
  const request = await server.next();
  request.response.writeHead(200, STREAM_HEADERS);
  return request;
}

test("a message is answered with an event stream", async () => {
  const parts = count(2);
  const request = await begin();
  expect(request).toMatchObject({
    method: "POST",
    path: "/realtime/messages",
    headers: { authorization: "Bearer secret" },
    body: { channel: "devices", type: "count", data: 2 },
  });
  request.response.write(":\n\n" + part(request, 1) + part(request, 2));
  request.response.end(reply(request, { ok: true }));
  const got: number[] = [];
  for await (const one of parts) got.push(one);
  expect(got).toEqual([1, 2]);
});

test("errors before it begins have a status, errors at the end have not", async () => {
  const refused = count(1);
  const { body, response } = await server.next();
  const error = { code: "forbidden", message: "no", kind: "realtime" };
  response.writeHead(403, { "content-type": "application/json" });
  response.end(JSON.stringify({ id: body.id, ok: false, error }));
  const again = await server.next(); // its token may have been old
  again.response.writeHead(403, { "content-type": "application/json" });
  again.response.end(JSON.stringify({ id: body.id, ok: false, error }));
  await expect(refused.next()).rejects.toMatchObject({ code: "forbidden" });

  const broken = count(1);
  const request = await begin();
  const failure = { code: "broken", message: "", kind: "application" };
  request.response.end(
    part(request, 1) +
      reply(request, { ok: false, error: { ...failure, payload: 7 } }),
  );
  expect((await broken.next()).value).toBe(1);
  await expect(broken.next()).rejects.toBeInstanceOf(DeviceError.Broken);
});

test("cut before the first part it is sent again; after it, that is the end", async () => {
  const parts = count(2);
  const first = await begin();
  first.response.write(part(first, 1).slice(0, 30));
  first.socket.destroy();
  const second = await begin();
  expect(second.body.id).toBe(first.body.id);
  second.response.write(part(second, 1));
  expect((await parts.next()).value).toBe(1);
  second.socket.destroy();
  await expect(parts.next()).rejects.toMatchObject({ code: "interrupted" });
  expect(server.count).toBe(2);
});

test("a stream that ends without a reply was interrupted", async () => {
  const parts = count(2);
  const request = await begin();
  request.response.end(part(request, 1));
  expect((await parts.next()).value).toBe(1);
  await expect(parts.next()).rejects.toMatchObject({ code: "interrupted" });
});

test.each(["leaving", "signal"])("%s closes the request", async (how) => {
  const leaving = new AbortController();
  const parts = count(2, leaving.signal);
  const request = await begin();
  request.response.write(part(request, 1));
  await parts.next();
  if (how === "leaving") await parts.return?.();
  else leaving.abort();
  await request.gone;
  expect(request.response.destroyed).toBe(true);
});

test("a consumer that does not ask is not sent to: the socket fills", async () => {
  const parts = count(1);
  const request = await begin();
  const frame = part(request, 1) + `:${"x".repeat(65_536)}\n\n`;
  const finished = once(request.response, "finish");
  for (let n = 0; n < 400; n++) request.response.write(frame);
  request.response.end(reply(request, { ok: true }));
  expect((await parts.next()).value).toBe(1);
  expect(request.response.writableLength).toBeGreaterThan(65_536 * 100);
  let got = 1;
  for await (const one of parts) got += one;
  expect(got).toBe(400);
  await finished;
});
