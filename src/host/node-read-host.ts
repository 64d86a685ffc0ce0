import {
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  realpathSync,
} from "node:fs";
import { resolve } from "node:path";
import { decodeText } from "./decode-text.js";
import {
  MAX_BYTES,
  type ReadFailure,
  type ReadHost,
  type ReadRecord,
  type ReadResult,
} from "./read-host.js";
import type { RemoteReader } from "./remote-reader.js";

export interface NodeReadHostOptions {
  readonly maxBytes?: number;
  /** Default: nothing is fetched. */
  readonly remote?: RemoteReader | undefined;
}

/** Reads from the disk; paths are relative to `cwd`. */
export function createNodeReadHost(
  cwd: string,
  { maxBytes = MAX_BYTES, remote }: NodeReadHostOptions = {},
): ReadHost {
  const records = new Map<string, ReadRecord>();

  return {
    ...(remote && { remote }),
    read(path) {
      const result = readText(resolve(cwd, path), maxBytes);
      if (!records.has(path)) {
        records.set(path, { path, hash: result.ok ? result.hash : undefined });
      }
      return result;
    },
    realPath(path) {
      try {
        return realpathSync(resolve(cwd, path)).replaceAll("\\", "/");
      } catch {
        return undefined;
      }
    },
    get reads() {
      return [...records.values()];
    },
  };
}

function readText(path: string, maxBytes: number): ReadResult {
  let descriptor: number | undefined;
  try {
    // Opened once, so that what is measured is what is read.
    descriptor = openSync(path, "r");
    const stat = fstatSync(descriptor);
    if (stat.isDirectory()) return { ok: false, reason: "not-a-file" };
    if (stat.size > maxBytes) return { ok: false, reason: "too-large" };
    return decodeText(readFileSync(descriptor));
  } catch (error) {
    return { ok: false, reason: failureOf(error) };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function failureOf(error: unknown): ReadFailure {
  const code = error instanceof Error && "code" in error ? error.code : "";
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return "missing";
    case "EISDIR":
      return "not-a-file";
    case "EACCES":
    case "EPERM":
      return "denied";
    default:
      return "failed";
  }
}
