import { createHash } from "node:crypto";
import { posix } from "node:path";
import type { EntryKind, TargetHost } from "../host/write-host.js";
import type { GeneratedFile } from "./generated-file.js";
import { stateOf, takesHeader, withHeader } from "./header.js";
import type { Action, FoundFile, Plan, Refusal } from "./plan.js";

/** What the tree should hold; paths are relative to its root, with `/`. */
export interface Desired {
  /** Wholly ours: get the header, and are replaced while nobody edited them. */
  readonly generated: readonly GeneratedFile[];
  /** Folders that are wholly ours: what is no longer produced is removed. */
  readonly folders: readonly string[];
  /** Made from what they held before, so replaced as they are: the ledger. */
  readonly carried: readonly GeneratedFile[];
  /** Theirs: written only where nothing is. */
  readonly once: readonly GeneratedFile[];
}

export interface PlanOptions {
  /** Named in headers as what to edit. */
  readonly schema: string;
  /** Replaces edited files too, and keeps each beside its old name with `.bak`. */
  readonly force: boolean;
}

/** Compares what should be with what is; changes nothing. */
export function buildPlan(
  desired: Desired,
  host: TargetHost,
  options: PlanOptions,
): Plan {
  const actions: Action[] = [];
  const refusals: Refusal[] = [];
  const unchanged: string[] = [];
  const kept: string[] = [];
  const leadsOut = outsideCheck(host);

  /** Reports whatever stands in the way of a file of ours. */
  const barred = (path: string): boolean => {
    if (leadsOut(path)) {
      refusals.push({ reason: "outside", path });
      return true;
    }
    const kind = host.kind(path);
    if (kind === undefined || kind === "file") return false;
    refusals.push({ reason: "not-a-file", path });
    return true;
  };

  const put = (path: string, content: string, owned: boolean): void => {
    if (barred(path)) return;
    const before = find(host, path);
    if (before === undefined) {
      actions.push({ kind: "create", path, content });
      return;
    }
    if (before.text === content) {
      unchanged.push(path);
      return;
    }
    // An empty file has nothing to lose: a loss of power leaves new files so.
    const state =
      owned && before.text !== "" ? stateOf(path, before.text) : "intact";
    if (state === "edited" || state === "foreign") {
      if (!options.force) {
        refusals.push({
          reason: state,
          path,
          before: before.text,
          after: content,
        });
        return;
      }
      actions.push(backup(host, path));
    }
    actions.push({ kind: "replace", path, content, before });
  };

  const remove = (path: string): void => {
    const before = find(host, path)!;
    switch (stateOf(path, before.text)) {
      case "foreign":
        return; // never ours: a file that the user put there
      case "edited":
        if (!options.force) {
          refusals.push({ reason: "edited", path, before: before.text });
          return;
        }
        actions.push(backup(host, path));
        break;
      case "intact":
      case "reformatted":
        break;
    }
    actions.push({ kind: "delete", path, before });
  };

  const produced = new Set<string>();
  for (const { path, content } of desired.generated) {
    claim(produced, path);
    put(path, withHeader(path, content, options.schema), true);
  }
  for (const { path, content } of desired.carried) {
    claim(produced, path);
    put(path, content, false);
  }
  for (const { path, content } of desired.once) {
    claim(produced, path);
    if (leadsOut(path)) refusals.push({ reason: "outside", path });
    else if (host.kind(path) !== undefined) kept.push(path);
    else actions.push({ kind: "create", path, content });
  }
  for (const folder of desired.folders) {
    if (leadsOut(folder) || host.kind(folder) !== "folder") continue;
    for (const path of filesBelow(host, folder)) {
      if (!produced.has(path) && takesHeader(path)) remove(path);
    }
  }
  return { actions, refusals, unchanged, kept };
}

function claim(produced: Set<string>, path: string): void {
  if (posix.normalize(path) !== path || /^(?:\/|\.\.(?:\/|$))/.test(path)) {
    throw new Error(`not a path inside the root: ${path}`);
  }
  if (produced.has(path)) throw new Error(`made twice: ${path}`);
  produced.add(path);
}

function find(host: TargetHost, path: string): FoundFile | undefined {
  if (host.kind(path) !== "file") return undefined;
  const bytes = host.read(path);
  return {
    text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes),
    hash: hashOf(bytes),
  };
}

/** SHA-256 in hex, as preconditions are written. */
export function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function backup(host: TargetHost, path: string): Action {
  let name = `${path}.bak`;
  for (let n = 2; host.kind(name) !== undefined; n++) name = `${path}.bak${n}`;
  return { kind: "create", path: name, content: host.read(path) };
}

/** Regular files only: links are nobody's of ours, and are not followed. */
function* filesBelow(host: TargetHost, folder: string): Iterable<string> {
  for (const name of host.list(folder)) {
    const path = posix.join(folder, name);
    const kind: EntryKind | undefined = host.kind(path);
    if (kind === "folder") yield* filesBelow(host, path);
    else if (kind === "file") yield path;
  }
}

/** Whether a folder on the way to a path is a link out of the root, or no folder. */
function outsideCheck(host: TargetHost): (path: string) => boolean {
  const known = new Map<string, boolean>([[".", false]]);
  const leadsOut = (folder: string): boolean => {
    const seen = known.get(folder);
    if (seen !== undefined) return seen;
    const result = leadsOut(posix.dirname(folder)) || isOut(folder);
    known.set(folder, result);
    return result;
  };
  const isOut = (folder: string): boolean => {
    switch (host.kind(folder)) {
      case undefined:
      case "folder":
        return false;
      case "file":
      case "other":
        return true;
      case "link": {
        const root = slashed(host.realPath("."));
        try {
          return !slashed(host.realPath(folder)).startsWith(`${root}/`);
        } catch {
          return true; // dangling
        }
      }
    }
  };
  return (path) => leadsOut(posix.dirname(path));
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/").replace(/\/$/, "");
}
