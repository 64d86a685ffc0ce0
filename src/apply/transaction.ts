/**
 * All of a Plan's changes or none, whenever the process dies.
 *
 * 1. New contents are staged in a folder beside, on the same file system.
 * 2. The tree is compared with what the Plan saw.
 * 3. The journal is written: from here on the change is decided.
 * 4. Each file is swapped in by a rename; the old ones are kept aside.
 * 5. The journal goes, then the rest.
 *
 * A process that dies before 3 leaves a folder that the next run throws away;
 * after 3, a journal that the next run carries out. An error after 3 (a full
 * disk, a read-only folder) undoes the steps taken; a process that dies in
 * that leaves a journal that can no longer be carried out, and is undone.
 *
 * A loss of power costs no line that cannot be made again: what is to replace
 * a file is on the disk before the journal is. What is only new is not waited
 * for (a large contract has hundreds of files, and each wait takes as long as
 * making ten): where it did not reach the disk, its hash tells, and the change
 * is undone.
 */
import { posix } from "node:path";
import { isCode, type WriteHost } from "../host/write-host.js";
import { hashOf } from "../plan/build.js";
import type { Action, Plan } from "../plan/plan.js";
import {
  FOLDER,
  STATE_FOLDER,
  clear,
  newFile,
  oldFile,
  readJournal,
  readOwner,
  removeFolderIfEmpty,
  removeIfThere,
  writeJournal,
  writeOwner,
  type Journal,
  type Owner,
  type Step,
} from "./journal.js";

/** Nothing was changed. */
export class ApplyError extends Error {
  readonly reason: "changed-meanwhile" | "busy" | "refused" | "cancelled";
  readonly path: string | undefined;

  constructor(reason: ApplyError["reason"], path?: string) {
    super(path === undefined ? reason : `${reason}: ${path}`);
    this.name = "ApplyError";
    this.reason = reason;
    this.path = path;
  }
}

export interface ApplyOptions {
  readonly owner: Owner;
  /** Whether an owner's process still lives. */
  readonly alive: (owner: Owner) => boolean;
  readonly signal?: AbortSignal;
}

/**
 * @throws {ApplyError} Nothing was changed.
 * @throws The system's error; what had been changed was undone.
 */
export function applyPlan(
  plan: Plan,
  host: WriteHost,
  options: ApplyOptions,
): void {
  const refusal = plan.refusals[0];
  if (refusal !== undefined) throw new ApplyError("refused", refusal.path);
  if (plan.actions.length === 0) return;

  begin(host, options);
  let journal: Journal;
  try {
    stage(plan.actions, host);
    const steps = plan.actions.map(stepOf);
    for (const { path, before } of steps) {
      if (current(host, path) !== before) {
        throw new ApplyError("changed-meanwhile", path);
      }
    }
    if (options.signal?.aborted) throw new ApplyError("cancelled");
    const identity = host.identity(FOLDER);
    journal = { identity, steps, folders: missingFolders(host, steps) };
    writeJournal(host, journal);
  } catch (error) {
    attempt(() => clear(host));
    throw error;
  }
  const failure = carryOut(host, journal);
  // Tidying up can wait for the next run.
  attempt(() => clear(host));
  if (failure !== undefined) throw failure.error;
}

/**
 * Finishes or undoes what a run that died left behind.
 *
 * @returns Whether there was anything.
 * @throws {ApplyError} `busy`: that run is still at work.
 */
export function recover(host: WriteHost, options: ApplyOptions): boolean {
  if (host.kind(STATE_FOLDER) !== "folder") return false;
  if (host.kind(FOLDER) === undefined) {
    removeFolderIfEmpty(host, STATE_FOLDER);
    return false;
  }
  if (host.kind(FOLDER) !== "folder") throw new ApplyError("refused", FOLDER);
  const owner = readOwner(host);
  if (owner !== undefined && options.alive(owner)) {
    throw new ApplyError("busy", FOLDER);
  }
  const journal = readJournal(host);
  if (journal !== undefined) {
    // Or undone by it: both will do.
    if (isWhole(host, journal)) carryOut(host, journal);
    else back(host, journal);
  }
  clear(host);
  return true;
}

/**
 * @returns What stopped it, with everything undone; `undefined`: all is done.
 * @throws Where undoing failed too: the journal stays, and is the way out.
 */
function carryOut(
  host: WriteHost,
  journal: Journal,
): { readonly error: unknown } | undefined {
  try {
    forward(host, journal);
    return undefined;
  } catch (error) {
    back(host, journal);
    return { error };
  }
}

function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // The caller has something more important to tell.
  }
}

function begin(host: WriteHost, options: ApplyOptions): void {
  recover(host, options);
  const kind = host.kind(STATE_FOLDER);
  if (kind === undefined) host.makeFolder(STATE_FOLDER);
  else if (kind !== "folder") throw new ApplyError("refused", STATE_FOLDER);
  try {
    host.makeFolder(FOLDER);
  } catch (error) {
    if (isCode(error, "EEXIST")) throw new ApplyError("busy", FOLDER);
    throw error;
  }
  writeOwner(host, options.owner);
}

function stage(actions: readonly Action[], host: WriteHost): void {
  actions.forEach((action, i) => {
    if (action.kind === "create") host.stage(newFile(i), action.content);
    else if (action.kind === "replace") host.write(newFile(i), action.content);
  });
}

function stepOf(action: Action): Step {
  const { path } = action;
  switch (action.kind) {
    case "create":
      return { path, before: null, after: hashOf(action.content) };
    case "replace":
      return {
        path,
        before: action.before.hash,
        after: hashOf(action.content),
      };
    case "delete":
      return { path, before: action.before.hash, after: null };
    default:
      return action satisfies never;
  }
}

/** Every step may have been taken already: this is recovery too. */
function forward(host: WriteHost, { steps, folders }: Journal): void {
  for (const folder of folders) {
    if (host.kind(folder) === undefined) host.makeFolder(folder);
  }
  steps.forEach(({ path, before, after }, i) => {
    // Done already, or changed by someone since the run that died.
    if (current(host, path) !== before) return;
    if (before !== null && host.kind(oldFile(i)) === undefined) {
      host.duplicate(path, oldFile(i));
    }
    if (after === null) host.removeFile(path);
    else if (before === null) host.place(newFile(i), path);
    else host.rename(newFile(i), path);
  });
  for (const { path, after } of steps) {
    if (after === null) removeEmptyParents(host, path);
  }
}

/** Whether all contents that are still to come are what was decided. */
function isWhole(host: WriteHost, { steps }: Journal): boolean {
  return steps.every(
    ({ path, before, after }, i) =>
      after === null ||
      current(host, path) !== before ||
      current(host, newFile(i)) === after,
  );
}

function back(host: WriteHost, { steps, folders }: Journal): void {
  steps.forEach(({ path, before, after }, i) => {
    if (current(host, path) !== after) return;
    if (before === null) removeIfThere(host, path);
    // Missing where this was undone before.
    else if (host.kind(oldFile(i)) === "file") {
      makeParents(host, path);
      host.rename(oldFile(i), path);
    }
  });
  for (const folder of folders.toReversed()) removeFolderIfEmpty(host, folder);
}

/** SHA-256 of what is there; `null`: nothing. What is no file equals neither. */
function current(host: WriteHost, path: string): string | null {
  const kind = host.kind(path);
  if (kind === undefined) return null;
  return kind === "file" ? hashOf(host.read(path)) : kind;
}

function missingFolders(host: WriteHost, steps: readonly Step[]): string[] {
  const missing = new Set<string>();
  const visit = (folder: string): void => {
    if (folder === "." || missing.has(folder)) return;
    if (host.kind(folder) !== undefined) return;
    visit(posix.dirname(folder));
    missing.add(folder);
  };
  for (const { path, after } of steps) {
    if (after !== null) visit(posix.dirname(path));
  }
  return [...missing];
}

function makeParents(host: WriteHost, path: string): void {
  const folder = posix.dirname(path);
  if (host.kind(folder) !== undefined) return;
  makeParents(host, folder);
  host.makeFolder(folder);
}

function removeEmptyParents(host: WriteHost, path: string): void {
  const folder = posix.dirname(path);
  if (folder === "." || host.list(folder).length > 0) return;
  removeFolderIfEmpty(host, folder);
  removeEmptyParents(host, folder);
}
