/**
 * The target tree: what a Plan is compared with, and what apply changes.
 * Paths are relative to the tree's root, with `/`. Synchronous, so that an
 * interrupt falls between steps and never inside one.
 */
import {
  closeSync,
  copyFileSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { resolve } from "node:path";

export interface TargetHost {
  /** What the path itself is, links not followed; `undefined`: nothing. */
  kind(path: string): EntryKind | undefined;
  read(path: string): Uint8Array;
  /** Absolute, links followed. */
  realPath(path: string): string;
  /** Differs between any two things on this machine; nobody can know it before. */
  identity(path: string): string;
  /** Names in a folder, sorted; none where there is no folder. */
  list(path: string): readonly string[];
}

export type EntryKind = "file" | "folder" | "link" | "other";

/** Every call throws the system's error when it fails. */
export interface WriteHost extends TargetHost {
  /** A new file, on the disk when this returns: a loss of power leaves it whole. */
  write(path: string, content: string | Uint8Array): void;
  /** A new file that outlives this process, but not for certain a loss of power. */
  stage(path: string, content: string | Uint8Array): void;
  /** The same content under a second name, whole or not at all. */
  duplicate(from: string, to: string): void;
  /** Moves to a name that must be free: fails with EEXIST where it is not. */
  place(from: string, to: string): void;
  /** Replaces what is at `to`, in one step. */
  rename(from: string, to: string): void;
  removeFile(path: string): void;
  /** One level; fails where there is something. */
  makeFolder(path: string): void;
  /** Fails where it is not empty. */
  removeFolder(path: string): void;
}

export function createNodeWriteHost(root: string): WriteHost {
  const at = (path: string): string => resolve(root, path);
  return {
    kind(path) {
      const stat = lstatSync(at(path), { throwIfNoEntry: false });
      if (stat === undefined) return undefined;
      if (stat.isSymbolicLink()) return "link";
      if (stat.isDirectory()) return "folder";
      return stat.isFile() ? "file" : "other";
    },
    read: (path) => readFileSync(at(path)),
    realPath: (path) => realpathSync(at(path)),
    identity(path) {
      const { dev, ino } = lstatSync(at(path), { bigint: true });
      return `${dev}:${ino}`;
    },
    list(path) {
      try {
        return readdirSync(at(path)).sort();
      } catch (error) {
        if (isCode(error, "ENOENT", "ENOTDIR")) return [];
        throw error;
      }
    },
    write(path, content) {
      const descriptor = openSync(at(path), "wx");
      try {
        writeFileSync(descriptor, content);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    },
    stage: (path, content) => writeFileSync(at(path), content, { flag: "wx" }),
    duplicate(from, to) {
      try {
        linkSync(at(from), at(to));
      } catch {
        // Some file systems have no hard links.
        copyFileSync(at(from), `${at(to)}.part`);
        renameSync(`${at(to)}.part`, at(to));
      }
    },
    place(from, to) {
      try {
        linkSync(at(from), at(to));
        unlinkSync(at(from));
      } catch (error) {
        if (isCode(error, "EEXIST", "ENOENT")) throw error;
        if (lstatSync(at(to), { throwIfNoEntry: false })) throw error;
        renameSync(at(from), at(to));
      }
    },
    rename: (from, to) => renameSync(at(from), at(to)),
    removeFile: (path) => unlinkSync(at(path)),
    makeFolder: (path) => mkdirSync(at(path)),
    removeFolder: (path) => rmdirSync(at(path)),
  };
}

/** Whether it is a system error of one of these codes, such as `ENOENT`. */
export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    codes.some((code) => code === error.code)
  );
}
