import { expect, test } from "vitest";
import type { Entry } from "../../../templates/runtime/engine/engine.js";
import { BatchCache } from "../../../templates/runtime/http/batch-cache.js";
import type { Batch } from "../../../templates/runtime/server/session.js";

const entries = Array.from({ length: 40 }, (_, index): Entry => ({
  offset: index + 1,
  time: 0,
  address: "feed",
  type: "tick",
  id: `id-${index}`,
  data: "1",
  schema: "h",
}));

function counting() {
  const made: Batch[] = [];
  const cache = new BatchCache((batch) => {
    made.push(batch);
    return new Uint8Array(batch.entries.length);
  });
  return { cache, made };
}

const page = (from: number, to: number, epoch = "e"): Batch => ({
  epoch,
  entries: entries.slice(from, to),
});

test("makes the bytes of one batch once", () => {
  const { cache, made } = counting();
  const batch = page(0, 1);
  expect(cache.get(batch)).toBe(cache.get(batch));
  expect(made).toEqual([batch]);
});

test("makes the bytes of equal pages once, whoever read them", () => {
  const { cache, made } = counting();
  const bytes = cache.get(page(0, 20));
  cache.get(page(20, 40));
  expect(cache.get(page(0, 20))).toBe(bytes);
  expect(made).toHaveLength(2);
});

test("tells pages apart by each entry, by their length and by the epoch", () => {
  const { cache, made } = counting();
  cache.get(page(0, 20));
  cache.get(page(0, 21));
  cache.get(page(0, 20, "other"));
  const [first, ...rest] = entries.slice(0, 20);
  const other = { ...rest[5]! };
  cache.get({ epoch: "e", entries: [first!, ...rest.with(5, other)] });
  expect(made).toHaveLength(4);
});

test("keeps a few pages, and none that is large", () => {
  const { cache, made } = counting();
  const bytes = cache.get(page(0, 20));
  for (let to = 21; to <= 28; to++) cache.get(page(0, to));
  expect(cache.get(page(0, 20))).not.toBe(bytes);
  const large = new BatchCache(() => new Uint8Array(1_000_000));
  const first = large.get(page(0, 20));
  large.get(page(0, 21));
  expect(large.get(page(0, 20)) === first).toBe(false);
  expect(made).toHaveLength(10);
});
