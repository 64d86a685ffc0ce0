/** Bounds the events that wait for a handler or are in one. */
export interface InFlight {
  /** So many more, or fewer. */
  add(count: number): void;
  /**
   * Resolves when there is room; `undefined` where there is room already, or
   * there are fewer than `full`.
   */
  ready(full?: number): Promise<void> | undefined;
}

export function createInFlight(limit: number): InFlight {
  let total = 0;
  let room: Promise<void> | undefined;
  let release: (() => void) | undefined;
  return {
    add(count) {
      total += count;
      if (total < limit) {
        release?.();
        room = undefined;
      }
    },
    ready: (full = limit) =>
      total < limit || total < full
        ? undefined
        : (room ??= new Promise((resolve) => (release = resolve))),
  };
}
