import { createHash } from "node:crypto";
import type { ReadResult } from "./read-host.js";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What a host makes of a file's bytes. */
export function decodeText(bytes: Uint8Array): ReadResult {
  const [first, second] = bytes;
  if (
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff)
  ) {
    return { ok: false, reason: "utf-16" };
  }
  try {
    const text = utf8.decode(bytes);
    const hash = createHash("sha256").update(bytes).digest("hex");
    return { ok: true, text, hash };
  } catch {
    return { ok: false, reason: "not-utf-8" };
  }
}
