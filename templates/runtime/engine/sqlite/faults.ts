/** What goes wrong with a file, in words that say how to mend it. */
import { EngineUnavailable } from "../../core/errors.js";

/** The file is not for us, whatever SQLite thinks of it; the message follows its path. */
export class Refused extends Error {}

/** The disk did not confirm a sync; the message follows the path. */
export class SyncFailed extends Error {}

/** SQLite's primary result codes, as far as they are told apart; sqlite.org/rescode.html. */
const PERM = 3;
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

/** `undefined`: not an error of SQLite's. */
function codeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode & 0xff : undefined;
}

/** Another connection is at work: the same again may succeed in a moment. */
export function isBusy(error: unknown): boolean {
  const code = codeOf(error);
  return code === BUSY || code === LOCKED;
}

/** The connection can go on after it, though the one operation failed. */
export function isPassing(error: unknown): boolean {
  return isBusy(error) || codeOf(error) === FULL || error instanceof SyncFailed;
}

/** As those who use the engine see it. */
export function unavailable(path: string, error: unknown): EngineUnavailable {
  if (error instanceof EngineUnavailable) return error;
  return new EngineUnavailable(`${path} ${reasonOf(error)}`, { cause: error });
}

function reasonOf(error: unknown): string {
  if (error instanceof Refused || error instanceof SyncFailed) {
    return error.message;
  }
  switch (codeOf(error)) {
    case BUSY:
    case LOCKED:
      return "is locked by another process: see what else has it open";
    case FULL:
      return "cannot grow, the disk is full: free some space, or lower maxBytes";
    case PERM:
    case READONLY:
      return "cannot be written: check who owns the file, its folder, and the -wal and -shm files beside it";
    case CANTOPEN:
      return "cannot be opened: check that its folder is there and may be written";
    case CORRUPT:
      return "is damaged: restore it from a backup, or move it and the -wal, -shm and -proof files beside it away, and a new log begins";
    case NOTADB:
      return "is not a SQLite database: choose another path, or move it away";
    case IOERR:
      return "cannot be read or written, the disk or the file system failed";
    default: {
      const message = error instanceof Error ? error.message : String(error);
      return isOfFiles(error)
        ? `cannot be opened: ${message}`
        : `failed: ${message}`;
    }
  }
}

/** From node:fs, when the folder is made or the note beside the file is opened. */
function isOfFiles(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}
