/**
 * A real browser against our server: its own EventSource, for which the wire
 * is native, and our client.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { memoryEngine } from "../../../templates/runtime/engine/memory/memory-engine.js";
import {
  createNodeServer,
  type NodeServer,
} from "../../../templates/runtime/http/node.js";
import { longPolling } from "../../../templates/runtime/long-polling/server.js";
import { polling } from "../../../templates/runtime/polling/server.js";
import { sse } from "../../../templates/runtime/sse/server.js";
import { websocket } from "../../../templates/runtime/websocket/server.js";
import { bundle } from "../../support/bundle.js";
import { chromiumPath } from "../../support/chromium.js";
import {
  type TicksChannels,
  ticksContract,
} from "../../support/ticks-contract.js";

const executablePath = chromiumPath();
const CLIENT = `
  import { createClient } from "./templates/runtime/client/client.ts";
  import { createSend } from "./templates/runtime/client/send.ts";
  import { longPollingTransport } from "./templates/runtime/long-polling/client.ts";
  import { pollingTransport } from "./templates/runtime/polling/client.ts";
  import { sseTransport } from "./templates/runtime/sse/client.ts";
  import { websocketTransport } from "./templates/runtime/websocket/client.ts";
  import { fetchTicket } from "./templates/runtime/websocket/fetch-ticket.ts";
  import { ticksContract } from "./test/support/ticks-contract.ts";
  const options = { url: "/realtime", token: () => "ada", backoffBaseMs: 1 };
  const often = { ...options, minIntervalMs: 20, maxIntervalMs: 60 };
  // Another origin: each header takes a preflight, or has to be exposed.
  const elsewhere = location.origin.replace("127.0.0.1", "localhost") + "/realtime";
  const ticket = () => fetchTicket(options);
  const transports = {
    sse: () => sseTransport(options),
    websocket: () => websocketTransport(options),
    ticket: () => websocketTransport({ ...options, ticket }),
    polling: () => pollingTransport(often),
    elsewhere: () => pollingTransport({ ...often, url: elsewhere }),
    "long-polling": () => longPollingTransport({ ...options, waitMs: 5_000 }),
  };
  window.begin = async (id) => {
    window.client = createClient(ticksContract, transports[id](), { ...options, createSend });
    window.got = [];
    window.states = [];
    client.onState((state) => void states.push(state));
    client.channels.ticks().on("ticked", (n) => void got.push(n));
    await new Promise((resolve) =>
      client.onState((state) => state === "open" && resolve()));
  };
`;

describe.skipIf(!executablePath)("chromium", () => {
  let browser: Browser;
  let http: Server;
  let server: NodeServer<{ id: string }, TicksChannels>;
  let page: Page;
  let origin: string;

  const publish = (n: number): Promise<unknown> =>
    server.channels.ticks().publish("ticked", n);

  beforeAll(async () => {
    const script = await bundle(CLIENT);
    server = createNodeServer(
      ticksContract,
      {
        engine: memoryEngine(),
        authenticate: ({ token }) =>
          token === undefined ? null : { identity: { id: token } },
        authorize: () => true,
        handlers: {
          ticks: { reset: (n: number) => n + 1, poke: () => {} },
        },
        snapshots: { rooms: () => 0 },
        queryToken: true,
        cors: { origins: "*" },
      },
      [sse({ retryMs: 1 }), websocket(), polling(), longPolling()],
    );
    http = createServer((request, response) =>
      server.requestListener(request, response, () => {
        response.setHeader("content-type", "text/html");
        response.end(`<script type="module">${script}</script>`);
      }),
    );
    server.attach(http);
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    browser = await chromium.launch({
      executablePath: executablePath!,
      args: ["--no-sandbox"],
    });
    page = await browser.newPage();
    await page.goto(origin);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close({ graceMs: 0 });
    http?.closeAllConnections();
    await new Promise((resolve) => http?.close(resolve));
  });

  test("EventSource hears events by name, and goes on from its last id", async () => {
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          const source = new EventSource(
            "/realtime/sse?subscribe=ticks&token=ada",
          );
          const heard: unknown[] = [];
          const hellos: unknown[] = [];
          Object.assign(window, { source, heard, hellos });
          source.addEventListener("rt.hello", ({ data }) => {
            hellos.push(JSON.parse(data).recovered);
            resolve(undefined);
          });
          source.addEventListener("ticked", ({ data, lastEventId }) =>
            heard.push([JSON.parse(data), lastEventId]),
          );
        }),
    );
    await publish(1);
    await page.waitForFunction("heard.length === 1");
    await server.revoke(() => true); // ends the stream: the browser comes back
    await publish(2);
    await page.waitForFunction("heard.length === 2");
    expect(await page.evaluate("heard")).toEqual([
      [1, expect.stringMatching(/^\w+\.1$/)],
      [2, expect.stringMatching(/^\w+\.2$/)],
    ]);
    expect(await page.evaluate("hellos")).toEqual([false, true]);
    await page.evaluate("source.close()");
  });

  test("an envelope carries several channels to onmessage", async () => {
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          const source = new EventSource(
            "/realtime/sse?subscribe=ticks&subscribe=rooms(room=a,floor=1)&envelope=1&token=ada",
          );
          const messages: unknown[] = [];
          Object.assign(window, { source, messages });
          source.addEventListener("rt.hello", resolve);
          source.addEventListener("message", ({ data }) =>
            messages.push(JSON.parse(data)),
          );
        }),
    );
    await publish(3);
    await server.channels.rooms({ room: "a", floor: "1" }).publish("ticked", 4);
    await page.waitForFunction("messages.length === 2");
    expect(await page.evaluate("messages")).toMatchObject([
      { type: "ticked", data: 3, meta: { channel: "ticks", params: {} } },
      {
        type: "ticked",
        data: 4,
        meta: { channel: "rooms", params: { room: "a", floor: "1" } },
      },
    ]);
    await page.evaluate("source.close()");
  });

  const clients = [
    "sse",
    "websocket",
    "ticket",
    "polling",
    "elsewhere",
    "long-polling",
  ];
  describe.each(clients)("our client: %s", (id) => {
    test("events, resume, messages", async () => {
      await page.evaluate(`begin("${id}")`);
      await publish(5);
      await page.waitForFunction("got.length === 1");
      await server.revoke(() => true);
      await publish(6);
      await page.waitForFunction("got.length === 2");
      expect(await page.evaluate("got")).toEqual([5, 6]);
      expect(
        await page.evaluate('client.channels.ticks().send("reset", 7)'),
      ).toBe(8);
      await page.evaluate("client.close()");
      expect(await page.evaluate("client.state")).toBe("closed");
    });

    test("it comes back when the network does", async () => {
      await page.evaluate(`begin("${id}")`);
      await page.context().setOffline(true);
      await page.waitForFunction('client.state === "recovering"');
      await publish(9);
      await page.context().setOffline(false);
      await page.waitForFunction("got.length === 1");
      expect(await page.evaluate("got")).toEqual([9]);
      await page.evaluate("client.close()");
    });
  });
});
