/// <reference types="node" />
/** What tells one file, one boot and one process from another. */
import { readFileSync, readlinkSync, statSync } from "node:fs";
import { uptime } from "node:os";

/**
 * Which file it is: a copy has another one, a file that was moved or written
 * to has the same. Device numbers are left out, they may change when a
 * machine boots; the time of birth, where the file system knows it, tells
 * files with the same number apart.
 */
export interface FileIdentity {
  readonly inode: string;
  /** In nanoseconds; 0: not known. */
  readonly birth: string;
}

export function fileIdentity(path: string): FileIdentity {
  const { ino, birthtimeNs, ctimeNs } = statSync(path, { bigint: true });
  // Where there is no time of birth, that of the last change may stand in for it.
  const birth = birthtimeNs === ctimeNs ? 0n : birthtimeNs;
  return { inode: String(ino), birth: String(birth) };
}

export function isSameFile(a: FileIdentity, b: FileIdentity): boolean {
  return (
    a.inode === b.inode &&
    (a.birth === b.birth || a.birth === "0" || b.birth === "0")
  );
}

/** False where it was removed or replaced. */
export function isFileAt(path: string, file: FileIdentity): boolean {
  try {
    return isSameFile(file, fileIdentity(path));
  } catch {
    return false;
  }
}

/** Of this boot of the machine. */
export function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return `at ${Math.round(Date.now() / 1_000 - uptime())}`;
  }
}

/** Clocks are set a little now and then: two times of boot so close are one. */
const SLACK_SECONDS = 3;

export function isSameBoot(a: string, b: string): boolean {
  if (a === b) return true;
  const [one, other] = [a, b].map((id) => /^at (\d+)$/.exec(id)?.[1]);
  return (
    one !== undefined &&
    other !== undefined &&
    Math.abs(Number(one) - Number(other)) <= SLACK_SECONDS
  );
}

/** Where process ids mean the same: a container has its own. */
export function processSpace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return process.platform;
  }
}

/** False only where there is no such process for certain. */
export function mayRun(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(
      error instanceof Error &&
      "code" in error &&
      error.code === "ESRCH"
    );
  }
}
