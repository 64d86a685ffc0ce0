/** A real browser's own WebSocket against our server: what it may send, and what it may not. */
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath } from "../../support/chromium.js";
import { listening } from "../../support/listening.js";
import { wired } from "../../unit/websocket-server/wired.js";

const executablePath = chromiumPath();

/** In the page: everything that a socket hears, and how it ends. */
const HELPERS = `
  window.base64url = (text) => btoa(text).replace(/=+$/, "");
  window.talk = (path, protocols, say = [], until = "rt.hello") =>
    new Promise((resolve) => {
      const frames = [];
      const socket = new WebSocket(location.origin.replace("http", "ws") + path, protocols);
      const end = (how) => { resolve({ frames, protocol: socket.protocol, ...how }); socket.close(1000); };
      socket.onopen = () => { for (const one of say) socket.send(typeof one === "string" ? one : JSON.stringify(one)); };
      socket.onmessage = ({ data }) => {
        const frame = JSON.parse(data);
        frames.push(frame);
        if (frame.type === until) end({});
      };
      socket.onclose = ({ code, reason }) => end({ code, reason });
    });
`;

describe.skipIf(!executablePath)("chromium", () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: executablePath!,
      args: ["--no-sandbox"],
    });
  });
  afterAll(() => browser?.close());

  async function pageAt(origin: string, cookie?: string): Promise<Page> {
    const context = await browser.newContext();
    if (cookie) {
      await context.addCookies([{ name: "sid", value: cookie, url: origin }]);
    }
    const page = await context.newPage();
    await page.goto(`${origin}/else`);
    await page.evaluate(HELPERS);
    return page;
  }

  const options = {
    authenticate: ({
      token,
      headers,
    }: {
      token: string | undefined;
      headers: Headers;
    }) =>
      token === "t" || headers.get("cookie") === "sid=1"
        ? { identity: { id: "me" } }
        : null,
  };

  test("a token as a subprotocol, events, and a message", async () => {
    const { server, port } = await wired(options);
    const page = await pageAt(`http://127.0.0.1:${port}`);
    await server.channels["lobby"]!().publish("tick", { n: 1, name: "Zoë" });
    expect(
      await page.evaluate(`talk("/realtime/websocket",
        ["rt.v1", "bearer." + base64url("t")],
        [{ type: "rt.subscribe", data: { subscriptions: [{ channel: "lobby", params: {}, start: "earliest" }] } }],
        "tick")`),
    ).toMatchObject({
      protocol: "rt.v1",
      frames: [
        { type: "rt.hello" },
        { type: "rt.subscribed" },
        { type: "tick", data: { n: 1, name: "Zoë" }, meta: { cursor: "e1.1" } },
      ],
    });
    expect(
      await page.evaluate(`talk("/realtime/websocket",
        ["rt.v1", "bearer." + base64url("t")],
        [{ type: "order.cancel", id: "m1", channel: "orders", params: { customerId: "1" }, data: { orderId: "2" } }],
        "rt.reply")`),
    ).toMatchObject({
      frames: [
        { type: "rt.hello" },
        { data: { id: "m1", ok: true, data: { cancelled: true } } },
      ],
    });
  });

  test("a cookie, of our own page", async () => {
    const { port } = await wired(options);
    const page = await pageAt(`http://127.0.0.1:${port}`, "1");
    expect(
      await page.evaluate('talk("/realtime/websocket", ["rt.v1"])'),
    ).toMatchObject({ protocol: "rt.v1", frames: [{ type: "rt.hello" }] });
  });

  test("a cookie, of a foreign page: no", async () => {
    const { port } = await wired(options);
    const { port: foreign, stop } = await listening((_, response) =>
      response.end("<html></html>"),
    );
    try {
      // Cookies do not know ports: the browser sends ours from that page too.
      const page = await pageAt(`http://127.0.0.1:${foreign}`, "1");
      const url = `ws://127.0.0.1:${port}/realtime/websocket`;
      const code = await page.evaluate(
        (to) =>
          new Promise((resolve) => {
            const socket = new WebSocket(to, ["rt.v1"]);
            socket.addEventListener("open", () => resolve("open"));
            socket.addEventListener("close", (event) => resolve(event.code));
          }),
        url,
      );
      expect(code).toBe(1006);
    } finally {
      await stop();
    }
  });

  test("a ticket, which is worth nothing to another page", async () => {
    const { port } = await wired(options);
    const page = await pageAt(`http://127.0.0.1:${port}`);
    const ticket = await page.evaluate(`fetch("/realtime/websocket/ticket",
      { method: "POST", headers: { authorization: "Bearer t" } })
      .then((response) => response.json())
      .then(({ ticket }) => ticket)`);
    expect(
      await page.evaluate(
        `talk("/realtime/websocket?ticket=${String(ticket)}", ["rt.v1"])`,
      ),
    ).toMatchObject({ frames: [{ type: "rt.hello" }] });
    const other = await pageAt(`http://localhost:${port}`);
    expect(
      await other.evaluate(
        `talk("/realtime/websocket?ticket=${String(ticket)}", ["rt.v1"])`,
      ),
    ).toMatchObject({ code: 1006 });
  });

  test("close codes reach the page", async () => {
    const { port, server } = await wired(options);
    const page = await pageAt(`http://127.0.0.1:${port}`, "1");
    expect(
      await page.evaluate(
        'talk("/realtime/websocket", ["rt.v1"], ["not JSON"], "never")',
      ),
    ).toMatchObject({ code: 1007, reason: "not JSON" });
    const closed = page.evaluate(
      'talk("/realtime/websocket", ["rt.v1"], [{ type: "rt.nope", data: {} }], "rt.close")',
    );
    const later = page.evaluate(
      'talk("/realtime/websocket", ["rt.v1"], [], "never")',
    );
    while (server.runtime.connections < 2) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await server.revoke(() => true);
    expect(await closed).toMatchObject({
      frames: expect.arrayContaining([
        { type: "rt.close", data: { reason: "revoked" } },
      ]),
    });
    expect(await later).toMatchObject({ code: 4003, reason: "revoked" });
  });
});
