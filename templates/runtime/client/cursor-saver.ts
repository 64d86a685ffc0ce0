import type { ClientOptions, CursorStore } from "./client-options.js";

/**
 * Returns what is called whenever the position of one subscription moves: one
 * write at a time, and then the newest.
 */
export function createCursorSaver(
  store: CursorStore,
  key: string,
  onError: NonNullable<ClientOptions["onError"]>,
): (cursor: string) => Promise<void> {
  let newest: string;
  let saved: string | undefined;
  let saving = false;
  return async (cursor) => {
    newest = cursor;
    if (saving) return;
    saving = true;
    while (saved !== newest)
      try {
        await store.set(key, (saved = newest));
      } catch (error) {
        onError(error); // the next move tries again
      }
    saving = false;
  };
}
