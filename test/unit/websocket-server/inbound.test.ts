/** Frames from outside, parsed strictly. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseFrame } from "../../../templates/runtime/websocket/inbound.js";

const to = { id: "1", channel: "c", params: { a: "b" }, type: "t" };
const control = (type: string, data: unknown): object => ({ type, data });

test.each<[object, object]>([
  [
    { ...to, data: null, headers: { h: 1 } },
    { kind: "message", message: { ...to, data: null, headers: { h: 1 } } },
  ],
  [
    control("rt.subscribe", {
      subscriptions: [{ channel: "c", start: { last: 2 }, snapshot: true }],
    }),
    {
      kind: "subscribe",
      subscriptions: [
        { channel: "c", params: {}, start: { last: 2 }, snapshot: true },
      ],
    },
  ],
  [
    control("rt.unsubscribe", { channels: [{ channel: "c" }] }),
    { kind: "unsubscribe", instances: [{ channel: "c", params: {} }] },
  ],
  [control("rt.token", { token: "t" }), { kind: "token", token: "t" }],
  [
    control("rt.more", { id: "1", parts: 2 }),
    { kind: "more", id: "1", parts: 2 },
  ],
  [control("rt.cancel", { id: "1" }), { kind: "cancel", id: "1" }],
  [
    control("rt.answer", { ...to, ok: true }),
    { kind: "answer", answer: { ...to, ok: true, data: undefined } },
  ],
  [
    control("rt.answer", {
      ...to,
      ok: false,
      error: {
        code: "c",
        message: "m",
        kind: "application",
        payload: 1,
        issues: [],
      },
    }),
    {
      kind: "answer",
      answer: {
        ...to,
        ok: false,
        error: { code: "c", message: "m", kind: "application", payload: 1 },
      },
    },
  ],
])("takes %j", (value, frame) => {
  expect(parseFrame(value)).toEqual(frame);
});

test.each<[unknown, RegExp]>([
  [null, /object/],
  [[], /object/],
  ["rt.more", /object/],
  [{}, /type/],
  [{ type: null }, /type/],
  [{ ...to, data: 1, id: undefined }, /id/],
  [control("rt.", {}), /no control message rt\./],
  [control(`rt.${"x".repeat(10_000)}`, {}), /^no control message rt\.x{61}$/],
  [control("rt.subscribe", []), /data/],
  [{ ...control("rt.subscribe", { subscriptions: [] }), meta: 1 }, /meta/],
  [control("rt.subscribe", { subscriptions: {} }), /array/],
  [control("rt.subscribe", { subscriptions: [1] }), /object/],
  [control("rt.subscribe", { subscriptions: [], x: 1 }), /property x/],
  [
    control("rt.subscribe", { subscriptions: [{ channel: "c", from: 1 }] }),
    /property from/,
  ],
  [
    control("rt.subscribe", {
      subscriptions: [{ channel: "c", start: "later" }],
    }),
    /start/,
  ],
  [control("rt.unsubscribe", {}), /channels must be an array/],
  [control("rt.unsubscribe", { channels: [null] }), /channels\[0\]/],
  [control("rt.unsubscribe", { channels: [{ channel: 1 }] }), /channels\[0\]/],
  [
    control("rt.unsubscribe", {
      channels: [{ channel: "c", params: { a: 1 } }],
    }),
    /channels\[0\]/,
  ],
  [
    control("rt.unsubscribe", { channels: [{ channel: "c", start: "now" }] }),
    /start/,
  ],
  [control("rt.token", { token: "" }), /token/],
  [control("rt.token", { token: "t", x: 1 }), /property x/],
  [control("rt.more", { id: "1", parts: 0 }), /parts/],
  [control("rt.more", { id: "1", parts: 1.5 }), /parts/],
  [control("rt.more", { id: "1", parts: 2 ** 53 }), /parts/],
  [control("rt.more", { parts: 1 }), /id/],
  [control("rt.cancel", { id: "é" }), /id/],
  [control("rt.answer", { ...to }), /ok/],
  [control("rt.answer", { ...to, ok: 1 }), /ok/],
  [control("rt.answer", { ...to, ok: true, id: "" }), /id/],
  [control("rt.answer", { ...to, ok: true, channel: 1 }), /channel/],
  [control("rt.answer", { ...to, ok: true, type: 1 }), /type/],
  [control("rt.answer", { ...to, ok: true, params: 1 }), /params/],
  [control("rt.answer", { ...to, ok: true, more: 1 }), /property more/],
  [control("rt.answer", { ...to, ok: false }), /error/],
  [control("rt.answer", { ...to, ok: false, error: { code: "c" } }), /error/],
  [
    control("rt.answer", {
      ...to,
      ok: false,
      error: { code: "c", message: "m", kind: "x" },
    }),
    /error/,
  ],
])("refuses %j", (value, message) => {
  const frame = parseFrame(value);
  expect(frame).toEqual({
    kind: "bad",
    message: expect.stringMatching(message),
  });
});

test.each<[object, RegExp]>([
  [{ ...to, channel: 1 }, /channel/],
  [{ ...to, params: [] }, /params/],
  [{ ...to, headers: 1 }, /headers/],
  [{ ...to, Data: 1 }, /property Data/],
])("refuses %j by its id", (value, message) => {
  expect(parseFrame(value)).toEqual({
    kind: "bad",
    id: "1",
    message: expect.stringMatching(message),
  });
});

test("never throws, and takes no property from a prototype", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parseFrame(JSON.parse(text))).toHaveProperty("kind");
    }),
  );
  expect(parseFrame(JSON.parse('{"__proto__":{"type":"rt.cancel"}}'))).toEqual({
    kind: "bad",
    message: "type must be a string",
  });
});
