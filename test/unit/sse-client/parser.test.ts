/**
 * The cases of the web platform's own tests of EventSource (format-*), as a
 * table, and what our parser adds to them.
 */
import { describe, expect, test } from "vitest";
import {
  createSseParser,
  type Frame,
} from "../../../templates/runtime/client/event-stream.js";

const encoder = new TextEncoder();

function parse(
  chunks: readonly (string | Uint8Array)[],
  maxChars = Infinity,
): { frames: Frame[]; retries: number[] } {
  const retries: number[] = [];
  const parser = createSseParser(maxChars, (ms) => retries.push(ms));
  const frames: Frame[] = [];
  for (const chunk of chunks)
    frames.push(
      ...parser(typeof chunk === "string" ? encoder.encode(chunk) : chunk),
    );
  return { frames, retries };
}

const message = (data: string, more: Partial<Frame> = {}): Frame => ({
  type: "message",
  data,
  id: "",
  meta: undefined,
  ...more,
});

const table: [name: string, stream: string, frames: Frame[]][] = [
  [
    "bom",
    "\uFEFFdata:1\n\n\uFEFFdata:2\n\ndata:3\n\n",
    [message("1"), message("3")],
  ],
  [
    "bom twice",
    "\uFEFF\uFEFFdata:1\n\ndata:2\n\ndata:3\n\n",
    [message("2"), message("3")],
  ],
  [
    "comments",
    "data:1\r:\0\n:\r\ndata:2\n:" +
      "x".repeat(2048) +
      "\rdata:3\n:data:fail\r:" +
      "x".repeat(2048) +
      "\ndata:4\n\n",
    [message("1\n2\n3\n4")],
  ],
  ["comments alone", ":\n\n: x\r\r:\r\n\r\n", []],
  [
    "data before final empty line",
    "retry:1000\ndata:test1\n\nid:test\ndata:test2",
    [message("test1")],
  ],
  ["unfinished event", "data:1\n\ndata:2\n", [message("1")]],
  [
    "empty data fields",
    "data:\n\ndata\ndata\n\ndata:test\n\n",
    [message(""), message("\n"), message("test")],
  ],
  ["event empty", "event: \ndata:data\n\n", [message("data")]],
  [
    "event twice: the last one",
    "event:test\ndata:x\nevent:other\n\ndata:x\n\n",
    [message("x", { type: "other" }), message("x")],
  ],
  [
    "event without data dispatches nothing and is forgotten",
    "event:test\n\ndata:x\n\n",
    [message("x")],
  ],
  [
    "field parsing",
    "data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\rdata_5\ndata:3\rdata:\r\n data:32\ndata:4\n\n",
    [message("\0\n 2\n1\n3\n\n4")],
  ],
  [
    "field unknown",
    "data:test\n data\ndata\nfoobar:xxx\njustsometext\n:thisisacommentyay\ndata:test\n\n",
    [message("test\n\ntest")],
  ],
  [
    "one leading space",
    "data:\ttest\rdata: \ndata:test\n\n",
    [message("\ttest\n\ntest")],
  ],
  [
    "mixed line ends",
    "data:test\r\ndata\n\ndata:test\r\n\r",
    [message("test\n"), message("test")],
  ],
  ["CR only", "data:1\rdata:2\r\rdata:3\r\r", [message("1\n2"), message("3")]],
  ["CRLF only", "data:1\r\n\r\ndata:2\r\n\r\n", [message("1"), message("2")]],
  ["LF CR is two ends", "data:1\n\rdata:2\n\n", [message("1"), message("2")]],
  ["colons in the value", "data: a: b:c\n\n", [message("a: b:c")]],
  [
    "id stays until changed",
    "id: a\ndata:1\n\ndata:2\n\nid: b\ndata:3\n\n",
    [
      message("1", { id: "a" }),
      message("2", { id: "a" }),
      message("3", { id: "b" }),
    ],
  ],
  [
    "id alone counts for the next",
    "id: a\n\ndata:1\n\n",
    [message("1", { id: "a" })],
  ],
  [
    "id can be emptied",
    "id: a\ndata:1\n\nid\ndata:2\n\n",
    [message("1", { id: "a" }), message("2")],
  ],
  [
    "id with NUL is ignored",
    "id: a\ndata:1\n\nid: b\0c\ndata:2\n\n",
    [message("1", { id: "a" }), message("2", { id: "a" })],
  ],
  ["utf-8", "data:ok…☃𝒳\n\n", [message("ok…☃𝒳")]],
  [
    "U+2028 and vertical tab end no line",
    "data:a\u2028b\u000Bc\u0085d\n\n",
    [message("a\u2028b\u000Bc\u0085d")],
  ],
  [
    "meta",
    'meta: {"id":"x"}\ndata:1\n\ndata:2\n\n',
    [message("1", { meta: '{"id":"x"}' }), message("2")],
  ],
  ["nothing", "", []],
  ["blank lines", "\n\n\r\n\r\r", []],
];

describe("the standard's format", () => {
  test.each(table)("%s", (_, stream, frames) => {
    expect(parse([stream]).frames).toEqual(frames);
  });

  test.each(table)("%s, byte by byte", (_, stream, frames) => {
    const bytes = [...encoder.encode(stream)].map((byte) =>
      Uint8Array.of(byte),
    );
    expect(parse(bytes).frames).toEqual(frames);
  });

  test.each([
    ["retry:1000\n", [1000]],
    ["retry: 03000\n", [3000]],
    ["retry\n", []],
    ["retry:\n", []],
    ["retry:1000x\n", []],
    ["retry:-1\n", []],
    ["retry: 1e3\n", []],
    ["retry:  5\n", []],
    ["retry:1\nretry:2\n", [1, 2]],
  ])("%j", (stream, retries) => {
    expect(parse([stream])).toEqual({ frames: [], retries });
  });

  test("bytes that are not UTF-8 become replacement characters", () => {
    const bytes = Uint8Array.from([...encoder.encode("data:"), 0xff, 10, 10]);
    expect(parse([bytes]).frames).toEqual([message("\uFFFD")]);
  });
});

describe("bounds", () => {
  const error = expect.objectContaining({
    code: "frame_too_large",
    recovery: "retry",
  });

  test.each([
    ["one line", ["data:" + "x".repeat(100) + "\n\n"]],
    ["many lines", ["data:xxxxx\n".repeat(20)]],
    ["a line that never ends", Array.from({ length: 30 }, () => "datax")],
    ["another field", ["event:" + "x".repeat(100)]],
    ["an unknown field", ["what:" + "x".repeat(100) + "\n"]],
  ])("too much of %s", (_, chunks) => {
    expect(() => parse(chunks, 100)).toThrow(error);
  });

  test("each frame has its own, and comments have none", () => {
    const stream = `data:${"x".repeat(90)}\n\n: comment\n`.repeat(5);
    expect(parse([stream, ": c\n".repeat(100)], 100).frames).toHaveLength(5);
  });
});

test("a reader may stop between two frames and go on later", () => {
  const parser = createSseParser(1000, () => {});
  const frames = parser(encoder.encode("data:1\n\ndata:2\n\ndata:"));
  expect(frames.next().value).toMatchObject({ data: "1" });
  expect(frames.next().value).toMatchObject({ data: "2" });
  expect(frames.next().done).toBe(true);
  expect([...parser(encoder.encode("3\n\n"))]).toMatchObject([{ data: "3" }]);
});
