/** The cursor on the wire: `epoch.offset`, opaque to everyone but the server. */
import type { Offset } from "../engine/engine.js";

export interface Cursor {
  readonly epoch: string;
  readonly offset: Offset;
}

export const MAX_CURSOR_LENGTH = 64;

export function formatCursor(epoch: string, offset: Offset): string {
  return `${epoch}.${offset}`;
}

/** `undefined` for anything that {@link formatCursor} cannot have made. */
export function parseCursor(text: string): Cursor | undefined {
  if (text.length > MAX_CURSOR_LENGTH) return undefined;
  const match = /^([\w-]+)\.(0|[1-9]\d{0,15})$/.exec(text);
  const offset = Number(match?.[2]);
  return match && Number.isSafeInteger(offset)
    ? { epoch: match[1]!, offset }
    : undefined;
}
