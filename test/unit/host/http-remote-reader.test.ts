import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { createServer } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { createHttpRemoteReader } from "../../../src/host/http-remote-reader.js";
import type { RemoteLimits } from "../../../src/host/remote-reader.js";
import { documentServer, redirect } from "../../support/document-server.js";

const never = new AbortController().signal;

function reader(limits: Partial<RemoteLimits> = {}) {
  return createHttpRemoteReader(never, limits);
}

describe("a document", () => {
  test("comes as text, and is recorded with its hash", async () => {
    const { url } = await documentServer({ "/a.json": "{}" });
    const remote = reader();
    const hash =
      "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
    expect(await remote.read(`${url}/a.json`)).toEqual({
      ok: true,
      url: `${url}/a.json`,
      text: "{}",
      hash,
    });
    expect(remote.reads).toEqual([{ url: `${url}/a.json`, hash }]);
  });

  test("is asked for once, however often it is read", async () => {
    const { url, asked } = await documentServer({ "/a": "1", "/b": "2" });
    const remote = reader();
    await Promise.all([`${url}/a`, `${url}/a`, `${url}/b`].map(remote.read));
    await remote.read(`${url}/a`);
    expect([...asked].sort()).toEqual(["/a", "/b"]);
  });

  test("is asked for without anything of the user's", async () => {
    let names: readonly string[] = [];
    const { url } = await documentServer({
      "/a": (response, { headers }) => {
        names = Object.keys(headers);
        response.writeHead(302, { location: "/b", "set-cookie": "id=1" }).end();
      },
      "/b": (response, { headers }) => response.end(headers.cookie ?? "none"),
    });
    expect(await reader().read(`${url}/a`)).toMatchObject({ text: "none" });
    expect(names).not.toContain("authorization");
    expect(names).not.toContain("referer");
  });

  test("may be compressed", async () => {
    const { url } = await documentServer({
      "/a": (response) =>
        response
          .writeHead(200, { "content-encoding": "gzip" })
          .end(gzipSync("a: 1")),
    });
    expect(await reader().read(`${url}/a`)).toMatchObject({ text: "a: 1" });
  });
});

describe("a redirect", () => {
  test("is followed, and tells where the document is", async () => {
    const { url, asked } = await documentServer({
      "/a": redirect("/deep/b", 301),
      "/deep/b": redirect("./c#part", 307),
      "/deep/c": "c",
    });
    expect(await reader().read(`${url}/a`)).toMatchObject({
      url: `${url}/deep/c`,
      text: "c",
    });
    expect(asked).toEqual(["/a", "/deep/b", "/deep/c"]);
  });

  test("may meet another: what is behind both is asked for once", async () => {
    const { url, asked } = await documentServer({
      "/a": redirect("/c"),
      "/b": redirect("/c"),
      "/c": "c",
    });
    const remote = reader();
    await Promise.all(["/a", "/b", "/c"].map((p) => remote.read(url + p)));
    expect([...asked].sort()).toEqual(["/a", "/b", "/c"]);
    expect(remote.reads).toHaveLength(1);
  });

  test.each([
    ["in a circle", "/a", "more than 5 times"],
    ["to another scheme", "file:///etc/passwd", "from http to file:"],
    ["to no address", "http://", 'to "http://", which is no address'],
  ])("%s ends", async (_, location, problem) => {
    const { url, asked } = await documentServer({ "/a": redirect(location) });
    expect(await reader().read(`${url}/a`)).toMatchObject({
      failure: { kind: "redirect", problem: expect.stringContaining(problem) },
    });
    expect(asked).toEqual(["/a"]);
  });

  test("to an address with a password is not followed", async () => {
    const { url, asked } = await documentServer({
      "/a": (response, { headers }) =>
        response
          .writeHead(302, { location: `http://me:secret@${headers.host}/b` })
          .end(),
    });
    expect(await reader().read(`${url}/a`)).toMatchObject({
      failure: { kind: "credentials" },
    });
    expect(asked).toEqual(["/a"]);
  });
});

describe("bounds", () => {
  test("size, also of what is compressed, and of what never ends", async () => {
    const { url } = await documentServer({
      "/fits": "x".repeat(1_000),
      "/large": "x".repeat(1_001),
      "/bomb": (response) =>
        response
          .writeHead(200, { "content-encoding": "gzip" })
          .end(gzipSync("x".repeat(100_000))),
      "/endless": (response) => {
        const more = () => {
          while (response.write("x".repeat(10_000)));
          response.once("drain", more);
        };
        more();
      },
    });
    const remote = reader({ maxBytes: 1_000 });
    expect(await remote.read(`${url}/fits`)).toMatchObject({ ok: true });
    const failure = { kind: "too-large", limit: 1_000 };
    for (const path of ["/large", "/bomb", "/endless"]) {
      expect(await remote.read(url + path), path).toEqual({
        ok: false,
        failure,
      });
    }
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ["no answer", () => {}],
    ["half an answer", (response) => void response.write("{")],
  ])("time: %s", async (_, serve) => {
    const { url } = await documentServer({ "/slow": serve });
    expect(await reader({ timeout: 50 }).read(`${url}/slow`)).toEqual({
      ok: false,
      failure: { kind: "timeout", after: 50, whole: false },
    });
  });

  test("time of all documents together", async () => {
    const { url } = await documentServer({ "/slow": () => {} });
    const remote = reader({ wholeTimeout: 50 });
    const after = { kind: "timeout", after: 50, whole: true };
    expect(await remote.read(`${url}/slow`)).toMatchObject({ failure: after });
    expect(await remote.read(`${url}/b`)).toMatchObject({ failure: after });
  });

  test("number of documents", async () => {
    const { url, asked } = await documentServer({});
    const remote = reader({ maxDocuments: 2 });
    await Promise.all(["/1", "/2", "/1"].map((p) => remote.read(url + p)));
    expect(await remote.read(`${url}/3`)).toEqual({
      ok: false,
      failure: { kind: "too-many", limit: 2 },
    });
    expect([...asked].sort()).toEqual(["/1", "/2"]);
  });

  test("an interruption ends what is under way", async () => {
    const interruption = new AbortController();
    const { url } = await documentServer({
      "/slow": () => interruption.abort(),
    });
    const remote = createHttpRemoteReader(interruption.signal);
    expect(await remote.read(`${url}/slow`)).toMatchObject({
      failure: { kind: "interrupted" },
    });
  });
});

describe("failures", () => {
  test("an answer that is none", async () => {
    const { url } = await documentServer({
      "/500": (response) => response.writeHead(500).end("oops"),
      "/204": (response) => response.writeHead(204).end(),
      "/nowhere": (response) => response.writeHead(302).end(),
      "/broken": (response) => {
        response.write("{");
        response.destroy();
      },
      "/latin": (response) => response.end(Buffer.from([0x22, 0xe9, 0x22])),
    });
    const failure = async (path: string) => {
      const result = await reader().read(url + path);
      return result.ok ? undefined : result.failure;
    };
    expect(await failure("/404")).toEqual({ kind: "status", status: 404 });
    expect(await failure("/500")).toEqual({ kind: "status", status: 500 });
    expect(await failure("/204")).toEqual({ kind: "status", status: 204 });
    expect(await failure("/nowhere")).toEqual({ kind: "status", status: 302 });
    expect(await failure("/latin")).toEqual({ kind: "not-utf-8" });
    expect(await failure("/broken")).toEqual({
      kind: "unreachable",
      reason: "the connection broke off",
    });
  });

  test("nobody listens", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    server.close();
    await once(server, "close");
    expect(await reader().read(`http://127.0.0.1:${port}/`)).toEqual({
      ok: false,
      failure: { kind: "unreachable", reason: "the connection was refused" },
    });
  });

  test("TLS to a server that speaks none", async () => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.end("HTTP/1.1 200 OK\r\n\r\n");
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    expect(await reader().read(`https://127.0.0.1:${port}/`)).toMatchObject({
      failure: {
        kind: "unreachable",
        reason: expect.stringContaining("the host cannot prove who it is"),
      },
    });
  });

  test("credentials in an address are not sent", async () => {
    const { url, asked } = await documentServer({ "/a": "{}" });
    const withPassword = url.replace("//", "//me:secret@");
    expect(await reader().read(`${withPassword}/a`)).toEqual({
      ok: false,
      failure: { kind: "credentials" },
    });
    expect(asked).toEqual([]);
  });
});
