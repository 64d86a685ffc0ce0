/**
 * What the last run saw and left, so that the next can tell that there is
 * nothing to do before anything heavy is loaded. It lies in a cache that git
 * ignores: where it is missing or in doubt, everything is made anew.
 *
 * Nothing but the platform may be imported here: this is the fast path.
 */
import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { RemoteRecord } from "../host/remote-reader.js";

interface Manifest {
  /** Of the tool that wrote it. */
  readonly build: string;
  /** Milliseconds since 1970, when it was written. */
  readonly at: number;
  readonly files: readonly FileRecord[];
  readonly folders: readonly FolderRecord[];
  readonly remote: readonly RemoteRecord[];
}

interface FileRecord {
  readonly path: string;
  /** SHA-256 of the bytes; `null`: there was no file. */
  readonly hash: string | null;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
}

interface FolderRecord {
  readonly path: string;
  /** SHA-256 of the names below it. */
  readonly names: string;
}

export interface Seen {
  /** Everything that was read or written, relative to the root. */
  readonly files: readonly string[];
  /** Folders in which a new file would matter. */
  readonly folders: readonly string[];
  /** What came from the network. */
  readonly remote: readonly RemoteRecord[];
}

/** Whether a run would find all as the last one left it. */
export function isUnchanged(root: string, build: string): boolean {
  try {
    const text = readFileSync(manifestPath(root), "utf8");
    const manifest = JSON.parse(text) as Manifest; // ours; in doubt it throws
    return (
      manifest.build === build &&
      // Only the network could tell whether they are still the same, and then
      // they have been fetched: the whole run may as well follow.
      manifest.remote.length === 0 &&
      // A run that died is for the next one to recover.
      !existsSync(join(root, ".realtime/transaction")) &&
      manifest.files.every((file) => isSame(root, file, manifest.at)) &&
      manifest.folders.every(
        ({ path, names }) => namesIn(join(root, path)) === names,
      )
    );
  } catch {
    return false;
  }
}

/** The folders that the last run wrote to, as far as anyone remembers. */
export function lastFolders(root: string): readonly string[] {
  try {
    const text = readFileSync(manifestPath(root), "utf8");
    const { folders } = JSON.parse(text) as Manifest;
    return folders.map(({ path }) => String(path));
  } catch {
    return [];
  }
}

/** Failing to write it costs time, nothing else. */
export function writeManifest(root: string, build: string, seen: Seen): void {
  try {
    const manifest: Manifest = {
      build,
      at: Date.now(),
      files: [...new Set(seen.files)].map((path) => recordOf(root, path)),
      folders: seen.folders.map((path) => ({
        path,
        names: namesIn(join(root, path)),
      })),
      remote: seen.remote,
    };
    const target = manifestPath(root);
    mkdirSync(dirname(target), { recursive: true });
    if (target.includes(".realtime")) {
      writeFileSync(join(dirname(target), ".gitignore"), "*\n");
    }
    const draft = `${target}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(manifest));
    renameSync(draft, target);
  } catch {
    // A read-only checkout.
  }
}

function manifestPath(root: string): string {
  return existsSync(join(root, "node_modules"))
    ? join(root, "node_modules/.cache/create-realtime/manifest.json")
    : join(root, ".realtime/manifest.json");
}

function recordOf(root: string, path: string): FileRecord {
  const stat = lstatSync(join(root, path), { throwIfNoEntry: false });
  if (!stat?.isFile()) {
    return { path, hash: null, size: 0, mtimeMs: 0, ctimeMs: 0 };
  }
  const { size, mtimeMs, ctimeMs } = stat;
  return { path, hash: hashOf(join(root, path)), size, mtimeMs, ctimeMs };
}

function isSame(root: string, file: FileRecord, at: number): boolean {
  const stat = lstatSync(join(root, file.path), { throwIfNoEntry: false });
  if (!stat?.isFile()) return file.hash === null;
  if (file.hash === null || stat.size !== file.size) return false;
  const untouched =
    stat.mtimeMs === file.mtimeMs &&
    stat.ctimeMs === file.ctimeMs &&
    // A write within the clock's grain of ours leaves the same times.
    Math.max(stat.mtimeMs, stat.ctimeMs) < at - 100;
  return untouched || hashOf(join(root, file.path)) === file.hash;
}

function hashOf(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

function namesIn(folder: string): string {
  const names = existsSync(folder)
    ? readdirSync(folder, { recursive: true }).map(String).sort()
    : [];
  return createHash("sha256").update(names.join("\0")).digest("hex");
}
