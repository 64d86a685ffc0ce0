import type { Sample } from "./soak.js";

/** What a collection leaves behind by chance. */
const NOISE = 4_000_000;

/** Whether the second half of a soak needs no more memory than the first, on both ends. */
export function flat(samples: readonly Sample[]): boolean {
  const half = Math.floor(samples.length / 2);
  const [before, after] = [samples.slice(0, half), samples.slice(half)];
  return (["heap", "clientHeap"] as const).every(
    (key) => most(after, key) <= most(before, key) * 1.1 + NOISE,
  );
}

function most(samples: readonly Sample[], key: "heap" | "clientHeap"): number {
  return Math.max(...samples.map((sample) => sample[key]));
}
