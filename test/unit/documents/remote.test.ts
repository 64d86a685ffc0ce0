import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../../src/diagnostics/diagnostics.js";
import { Documents } from "../../../src/documents/documents.js";
import { createHttpRemoteReader } from "../../../src/host/http-remote-reader.js";
import type { RemoteLimits } from "../../../src/host/remote-reader.js";
import { originAt, pointerOf } from "../../../src/source/path.js";
import {
  documentServer,
  redirect,
  type Serve,
} from "../../support/document-server.js";
import { memoryReadHost } from "../../support/memory-read-host.js";

/** @param files `URL` in them stands for the server's. */
async function open(
  files: Readonly<Record<string, string>>,
  pages: Readonly<Record<string, string | Serve>>,
  {
    allowed = true,
    limits = {},
  }: { allowed?: boolean; limits?: Partial<RemoteLimits> } = {},
) {
  const { url, asked } = await documentServer(pages);
  const here = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path,
      text.replaceAll("URL", url),
    ]),
  );
  const diagnostics = new Diagnostics();
  const signal = new AbortController().signal;
  const host = Object.assign(
    memoryReadHost(here),
    allowed && { remote: createHttpRemoteReader(signal, limits) },
  );
  const documents = await Documents.open("main.yaml", host, diagnostics);
  if (!documents) throw new Error("main.yaml cannot be read");
  const follow = (...keys: readonly string[]) => {
    const { file, value } = documents.entry;
    let at = value;
    for (const key of keys) at = (at as Record<string, typeof at>)[key]!;
    const found = documents.follow(at, originAt(file, keys));
    return found && { id: found.id.replace(url, "URL"), value: found.value };
  };
  const told = () =>
    diagnostics.list.map(({ id, message, hint, target }) => ({
      id,
      message: message.replaceAll(url, "URL"),
      hint: hint?.replaceAll(url, "URL"),
      at: `${target?.file.path.replace(url, "URL")}#${pointerOf(target?.path)}`,
    }));
  return { documents, follow, told, asked, host };
}

describe("fetched", () => {
  test("JSON or YAML, by content and not by name or type", async () => {
    const { follow, told } = await open(
      {
        "main.yaml":
          "a: { $ref: 'URL/a.txt#/A' }\nb: { $ref: 'URL/b.json#/B' }\nc: { $ref: URL/c }",
      },
      {
        "/a.txt": '{"A": {"type": "string"}}',
        "/b.json": "B: { type: number }",
        "/c": (response) =>
          response
            .writeHead(200, { "content-type": "text/html" })
            .end("type: boolean"),
      },
    );
    expect(follow("a")).toEqual({
      id: "URL/a.txt#/A",
      value: { type: "string" },
    });
    expect(follow("b")?.value).toEqual({ type: "number" });
    expect(follow("c")).toEqual({ id: "URL/c#", value: { type: "boolean" } });
    expect(told()).toEqual([]);
  });

  test("once, whatever leads there, and all at the same time", async () => {
    const waiting: ServerResponse[] = [];
    const together: Serve = (response) => {
      waiting.push(response);
      if (waiting.length < 2) return;
      for (const each of waiting) each.end("X: { type: string }\nY: 1");
    };
    const { follow, asked, documents } = await open(
      {
        "main.yaml":
          "a: { $ref: 'URL/a#/X' }\nb: { $ref: 'URL/a#/Y' }\nc: { $ref: 'URL/b#/X' }\nd: { $ref: x.yaml }",
        "x.yaml": "$ref: 'URL/./a#/X'",
      },
      { "/a": together, "/b": together },
    );
    expect(follow("a")).toEqual(follow("d"));
    expect(follow("b")?.value).toBe(1);
    expect(follow("c")?.value).toEqual({ type: "string" });
    expect([...asked].sort()).toEqual(["/a", "/b"]);
    expect(documents.all).toHaveLength(4);
  });

  test("with what it refers to, relative to where it was found", async () => {
    const { follow, told, asked } = await open(
      { "main.yaml": "a: { $ref: 'URL/a.yaml#/A' }" },
      {
        "/a.yaml": redirect("/v2/a.yaml"),
        "/v2/a.yaml": "A: { $ref: 'parts/b.yaml#/B' }\nEnd: { type: string }",
        "/v2/parts/b.yaml": "B: { $ref: '/c.yaml?v=1&w=%2F#/C%20D' }",
        "/c.yaml?v=1&w=%2F": "C D: { $ref: './v2/a.yaml#/End' }",
      },
    );
    expect(follow("a")).toEqual({
      id: "URL/v2/a.yaml#/End",
      value: { type: "string" },
    });
    expect(told()).toEqual([]);
    expect(asked).toEqual([
      "/a.yaml",
      "/v2/a.yaml",
      "/v2/parts/b.yaml",
      "/c.yaml?v=1&w=%2F",
    ]);
  });

  test("under two addresses, it is one document", async () => {
    const { follow, documents } = await open(
      { "main.yaml": "a: { $ref: URL/old }\nb: { $ref: URL/new }" },
      { "/old": redirect("/new"), "/new": "type: string" },
    );
    expect(follow("a")).toEqual(follow("b"));
    expect(documents.all).toHaveLength(2);
  });

  test("documents that refer to each other", async () => {
    const { follow, told, asked } = await open(
      { "main.yaml": "a: { $ref: 'URL/a#/A' }\nself: { $ref: 'URL/a#/S' }" },
      {
        "/a": "A: { properties: { b: { $ref: b } } }\nS: { $ref: 'b#/S' }",
        "/b": "properties: { a: { $ref: 'a#/A' } }\nS: { $ref: 'a#/S' }",
      },
    );
    expect(follow("a")?.id).toBe("URL/a#/A");
    expect(follow("self")).toBe(undefined);
    expect(told().map(({ id }) => id)).toEqual(["reference-cycle"]);
    expect(asked).toEqual(["/a", "/b"]);
  });

  test("by its $id and anchors too", async () => {
    const { follow, told, asked } = await open(
      {
        "main.yaml":
          "a: { $ref: URL/a.json }\nb: { $ref: 'URL/v2/a.json#bee' }\nc: { $ref: 'URL/a.json#bee' }",
      },
      {
        "/a.json": (response, { headers }) => {
          const $id = `http://${headers.host}/v2/a.json`;
          response.end(
            JSON.stringify({ $id, $defs: { b: { $anchor: "bee" } } }),
          );
        },
      },
    );
    expect(follow("a")?.id).toBe("URL/a.json#");
    expect(follow("b")?.id).toBe("URL/a.json#/$defs/b");
    expect(follow("c")?.id).toBe("URL/a.json#/$defs/b");
    expect(told()).toEqual([]);
    expect([...asked].sort()).toEqual(["/a.json", "/v2/a.json"]);
  });
});

describe("where an $id makes a URL of a relative reference", () => {
  const files = {
    "main.yaml":
      "a: { $id: URL/v1/main, properties: { b: { $ref: parts/b } } }\nc: { $ref: parts/b }",
  };
  const keys = ["a", "properties", "b"];

  test("what is there is fetched", async () => {
    const { follow, told, asked } = await open(files, {
      "/v1/parts/b": "type: string",
    });
    expect(follow(...keys)).toEqual({
      id: "URL/v1/parts/b#",
      value: { type: "string" },
    });
    expect(told()).toEqual([]);
    expect(asked).toEqual(["/v1/parts/b"]);
    expect(follow("c")).toBe(undefined);
    expect(told()).toMatchObject([{ id: "reference-file-missing" }]);
  });

  test("a file beside the schema does as well", async () => {
    const { follow, told, asked } = await open(
      { ...files, "parts/b": "type: number" },
      {},
      { allowed: false },
    );
    expect(follow(...keys)?.id).toBe("parts/b#");
    expect(told()).toEqual([]);
    expect(asked).toEqual([]);
  });

  test("neither is there", async () => {
    const allowed = await open(files, {});
    expect(allowed.follow(...keys)).toBe(undefined);
    expect(allowed.told().map(({ id }) => id)).toEqual([
      "reference-file-missing",
      "remote-status",
    ]);
    const not = await open(files, {}, { allowed: false });
    expect(not.follow(...keys)).toBe(undefined);
    expect(not.told()).toMatchObject([
      {
        id: "reference-file-missing",
        hint: "by the $id around it, it is URL/v1/parts/b: --allow-remote-refs fetches that",
      },
    ]);
  });
});

describe("not fetched", () => {
  test("without permission: nothing is asked, and the flag is named", async () => {
    const { follow, told, asked, documents } = await open(
      { "main.yaml": "a: { $ref: URL/a.yaml }" },
      { "/a.yaml": "type: string" },
      { allowed: false },
    );
    expect(follow("a")).toBe(undefined);
    expect(told()).toMatchObject([
      { id: "reference-remote", at: "main.yaml#/a/$ref" },
    ]);
    expect(asked).toEqual([]);
    expect(documents.all).toHaveLength(1);
  });

  test.each([true, false])(
    "what a file has as its $id (allowed: %s)",
    async (allowed) => {
      const { follow, told, asked } = await open(
        {
          "main.yaml": "a: { $ref: URL/a.yaml }\nb: { $ref: b.yaml }",
          "b.yaml": "$id: URL/a.yaml\ntype: string",
        },
        { "/a.yaml": "type: number" },
        { allowed },
      );
      expect(follow("a")?.id).toBe("b.yaml#");
      expect(told()).toEqual([]);
      expect(asked).toEqual([]);
    },
  );

  test("local files, for a document from elsewhere", async () => {
    const refs = [
      "file:///secret.yaml",
      "C:\\secret.yaml",
      "secret.yaml",
      "/secret.yaml",
      "../../secret.yaml",
    ];
    const { follow, told, asked, host } = await open(
      {
        "main.yaml": refs
          .map((_, i) => `r${i}: { $ref: 'URL/dir/a.yaml#/${i}' }\n`)
          .join(""),
        "secret.yaml": "a: 1",
      },
      { "/dir/a.yaml": JSON.stringify(refs.map(($ref) => ({ $ref }))) },
    );
    for (const i of refs.keys()) expect(follow(`r${i}`)).toBe(undefined);
    expect(told().map(({ id, at }) => [id, at])).toEqual([
      ["remote-to-local", "URL/dir/a.yaml#/0/$ref"],
      ["remote-to-local", "URL/dir/a.yaml#/1/$ref"],
      ["remote-status", "URL/dir/a.yaml#/2/$ref"],
      ["remote-status", "URL/dir/a.yaml#/3/$ref"],
      ["remote-status", "URL/dir/a.yaml#/4/$ref"],
    ]);
    expect([...asked].sort()).toEqual([
      "/dir/a.yaml",
      "/dir/secret.yaml",
      "/secret.yaml",
    ]);
    expect(host.reads.map(({ path }) => path)).toEqual(["main.yaml"]);
  });

  test("other schemes", async () => {
    const { follow, told } = await open(
      {
        "main.yaml":
          "a: { $ref: 'urn:example:a' }\nb: { $ref: 'ftp://example.com/b' }\nc: { $ref: 'http://' }\nd: { $ref: 'URL/a' }",
      },
      { "/a": "$ref: 'urn:example:b'" },
    );
    for (const key of ["a", "b", "c", "d"]) {
      expect(follow(key)).toBe(undefined);
    }
    expect(told().map(({ id }) => id)).toEqual(
      Array.from({ length: 4 }, () => "reference-scheme"),
    );
  });
});

describe("a failure is told at the $ref that led there", () => {
  test.each<[string, string | Serve, string, string]>([
    [
      "status",
      (response) => response.writeHead(403).end(),
      "remote-status",
      "URL/a cannot be fetched: the server answered 403",
    ],
    [
      "redirect",
      redirect("ftp://example.com/"),
      "remote-redirect",
      "URL/a cannot be fetched: it redirects from http to ftp://example.com/",
    ],
    [
      "a web page",
      "\n<!DOCTYPE html><title>a.yaml</title>",
      "remote-not-a-schema",
      "URL/a is no schema: it is a web page, or other markup",
    ],
    [
      "not UTF-8",
      (response) => response.end(Buffer.from([0xff, 0xfe, 0x61, 0])),
      "remote-not-a-schema",
      "URL/a is no schema: it is not UTF-8 text",
    ],
    [
      "size",
      "x".repeat(1024 * 1024 + 1),
      "remote-too-large",
      "URL/a is larger than 1 MiB",
    ],
    ["time", () => {}, "remote-timeout", "URL/a did not come within 0.5 s"],
    [
      "a broken connection",
      (response) => response.destroy(),
      "remote-unreachable",
      "URL/a cannot be fetched: the connection broke off",
    ],
  ])("%s", async (_, page, id, message) => {
    const { follow, told } = await open(
      { "main.yaml": "a: { b: { $ref: 'URL/a#/x' } }" },
      { "/a": page },
      { limits: { maxBytes: 1024 * 1024, timeout: 500 } },
    );
    expect(follow("a", "b")).toBe(undefined);
    expect(told()).toMatchObject([{ id, message, at: "main.yaml#/a/b/$ref" }]);
  });

  test("with what is wrong in the document", async () => {
    const { follow, told } = await open(
      { "main.yaml": "a: { $ref: URL/a.json }" },
      { "/a.json": '{"a": 1,}' },
    );
    expect(follow("a")).toBe(undefined);
    expect(told()).toMatchObject([
      {
        id: "json-trailing-comma",
        message: "JSON has no comma after the last entry",
        at: "URL/a.json#",
      },
      {
        id: "remote-not-a-schema",
        message: "URL/a.json is no schema: it cannot be read as JSON or YAML",
        at: "main.yaml#/a/$ref",
      },
    ]);
  });

  test("in a remote document, at its line", async () => {
    const { follow, told } = await open(
      { "main.yaml": "a: { $ref: 'URL/a#/A' }" },
      { "/a": "A: { $ref: ./gone }" },
    );
    expect(follow("a")).toBe(undefined);
    expect(told()).toMatchObject([
      {
        id: "remote-status",
        message: "URL/gone cannot be fetched: the server answered 404",
        at: "URL/a#/A/$ref",
      },
    ]);
  });

  test("and only if it is needed", async () => {
    const { told, asked } = await open(
      { "main.yaml": "example: { $ref: URL/gone }" },
      {},
    );
    expect(asked).toEqual(["/gone"]);
    expect(told()).toEqual([]);
  });

  test("too many documents", async () => {
    const { follow, told } = await open(
      { "main.yaml": "a: { $ref: URL/a }\nb: { $ref: URL/b }" },
      { "/a": "1", "/b": "2" },
      { limits: { maxDocuments: 1 } },
    );
    expect(follow("a")?.value).toBe(1);
    expect(follow("b")).toBe(undefined);
    expect(told()).toMatchObject([
      { id: "remote-too-many", at: "main.yaml#/b/$ref" },
    ]);
  });
});
