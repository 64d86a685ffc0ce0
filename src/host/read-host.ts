import type { RemoteReader } from "./remote-reader.js";

/**
 * The only way the compiler reads. Every read is recorded with its hash: the
 * record is the watch set, the no-change key and apply's precondition.
 */
export interface ReadHost {
  /**
   * Reads a UTF-8 text; a byte order mark is kept. Never throws.
   *
   * @param path Relative to where the user stands, or absolute, with `/`.
   */
  read(path: string): ReadResult;
  /** Absolute, with symbolic links followed; `undefined`: nothing is there. */
  realPath(path: string): string | undefined;
  /** In the order of the first read; one record for each path. */
  readonly reads: readonly ReadRecord[];
  /** Absent: nothing is fetched. */
  readonly remote?: RemoteReader;
}

export type ReadResult =
  | { readonly ok: true; readonly text: string; readonly hash: string }
  | { readonly ok: false; readonly reason: ReadFailure };

export type ReadFailure =
  | "missing"
  | "not-a-file"
  | "denied"
  | "too-large"
  | "utf-16"
  | "not-utf-8"
  | "failed";

export interface ReadRecord {
  readonly path: string;
  /** SHA-256 of the bytes, in hex; `undefined`: it could not be read. */
  readonly hash: string | undefined;
}

/** Larger files are refused. */
export const MAX_BYTES = 32 * 1024 * 1024;
