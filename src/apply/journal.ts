/**
 * The record that makes a set of changes one: while it lies on the disk, the
 * change is decided, and whoever comes next ends it.
 */
import { isCode, type WriteHost } from "../host/write-host.js";

export const STATE_FOLDER = ".realtime";
export const FOLDER = `${STATE_FOLDER}/transaction`;
/** Content to come; the number is the step's. */
export const newFile = (step: number): string => `${FOLDER}/new-${step}`;
/** What was there before. */
export const oldFile = (step: number): string => `${FOLDER}/old-${step}`;
const JOURNAL = `${FOLDER}/journal.json`;
const DRAFT = `${FOLDER}/journal.draft`;
const OWNER = `${FOLDER}/owner.json`;

export interface Journal {
  /** Of the folder that it lies in: a journal that came with a repository is no decision of ours. */
  readonly identity: string;
  readonly steps: readonly Step[];
  /** Folders that the changes need and that were not there, outermost first. */
  readonly folders: readonly string[];
}

export interface Step {
  readonly path: string;
  /** SHA-256 of the file before and after; `null`: no file. */
  readonly before: string | null;
  readonly after: string | null;
}

/** In one step: the journal is either the old or the new. */
export function writeJournal(host: WriteHost, journal: Journal): void {
  removeIfThere(host, DRAFT);
  host.write(DRAFT, JSON.stringify(journal));
  host.rename(DRAFT, JOURNAL);
}

/** `undefined`: nothing was decided. */
export function readJournal(host: WriteHost): Journal | undefined {
  if (host.kind(JOURNAL) !== "file") return undefined;
  const text = new TextDecoder().decode(host.read(JOURNAL));
  const journal = JSON.parse(text) as Journal; // ours are written whole
  return journal.identity === host.identity(FOLDER) ? journal : undefined;
}

/** Who works here: a folder of a dead process is recovered, of a live one left alone. */
export interface Owner {
  readonly pid: number;
  readonly host: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** Not waited for: a loss of power leaves no process that could own anything. */
export function writeOwner(host: WriteHost, owner: Owner): void {
  host.stage(OWNER, JSON.stringify(owner));
}

export function readOwner(host: WriteHost): Owner | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(host.read(OWNER))) as Owner;
  } catch {
    return undefined; // it died while writing it
  }
}

/** Ends the transaction: the journal goes first, and with it the decision. */
export function clear(host: WriteHost): void {
  removeIfThere(host, JOURNAL);
  for (const name of host.list(FOLDER)) {
    // The owner goes last: until then the folder is known to be in use.
    const path = `${FOLDER}/${name}`;
    if (path !== OWNER) host.removeFile(path);
  }
  removeIfThere(host, OWNER);
  host.removeFolder(FOLDER);
  removeFolderIfEmpty(host, STATE_FOLDER);
}

export function removeIfThere(host: WriteHost, path: string): void {
  if (host.kind(path) !== undefined) host.removeFile(path);
}

export function removeFolderIfEmpty(host: WriteHost, path: string): void {
  try {
    host.removeFolder(path);
  } catch (error) {
    if (!isCode(error, "ENOTEMPTY", "EEXIST", "ENOENT", "ENOTDIR")) throw error;
  }
}
