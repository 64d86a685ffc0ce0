import { afterEach, beforeEach, expect, test } from "vitest";
import { fetchTicket } from "../../../templates/runtime/websocket/fetch-ticket.js";
import { PlayedServer } from "../../support/played-sse-server.js";

let server: PlayedServer;

beforeEach(async () => {
  server = await PlayedServer.start();
});

afterEach(() => server.stop());

test("asks with the token, and gives the ticket", async () => {
  const ticket = fetchTicket({ url: server.url, token: async () => "secret" });
  const { method, path, headers, response } = await server.next();
  expect([method, path, headers.authorization]).toEqual([
    "POST",
    "/realtime/websocket/ticket",
    "Bearer secret",
  ]);
  response.end(JSON.stringify({ ticket: "t1", expiresInMs: 30_000 }));
  expect(await ticket).toBe("t1");
});

test("a refusal is a RemoteError", async () => {
  const ticket = fetchTicket({ url: server.url });
  (await server.next()).response.writeHead(401).end();
  await expect(ticket).rejects.toMatchObject({
    code: "http_401",
    recovery: "authenticate",
  });
});
