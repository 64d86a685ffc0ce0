/// <reference types="node" />
/**
 * The log, claims and leases in one SQLite file, for one machine: it outlives
 * the process, and, by the level of durability, the machine's going down.
 * Several processes may share the file, each through an engine of its own.
 *
 * Beside the file stand SQLite's `-wal` and `-shm`, and `-proof`, by which
 * the end of the log is proved when it is opened again. A copy of the file,
 * one put back from a backup, or one that lacks what was told of it goes on
 * under a new epoch: every reader hears of one gap. Not for network file
 * systems, where SQLite's locks do not hold.
 */
import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { type Clock, systemClock } from "../../core/clock.js";
import { EngineUnavailable } from "../../core/errors.js";
import type { Engine } from "../engine.js";
import { Access } from "./access.js";
import { bootId } from "./machine.js";
import { HEARTBEAT_MS } from "./members.js";
import { Opener } from "./opening.js";
import { Session } from "./session.js";
import { sharedClaims, sharedLeases } from "./shared.js";
import { sharedLog } from "./shared-log.js";
import { type SyncFile, syncFile } from "./syncs.js";
import { Tail } from "./tail.js";
import { Watch } from "./watch.js";

export interface SqliteEngineOptions {
  /**
   * The file, made where there is none, with the folders that it stands in.
   * It is opened at the first use: what is wrong with it rejects every call
   * with an EngineUnavailable that says what it is and how to mend it, until
   * it is mended.
   */
  readonly path: string;
  /**
   * What an event has survived when `publish` resolves and clients hear of it.
   *
   * - `commit`: the machine's going down; each commit is synced by itself,
   *   and the event loop waits for the disk.
   * - `group`, the default: the same; one sync covers all commits that came
   *   while the last one ran, and the event loop goes on meanwhile.
   * - `off`: the process's going down. When the machine goes down, the last
   *   events may be lost: then a new epoch begins.
   */
  readonly durability?: "commit" | "group" | "off";
  /**
   * About how many bytes the events may take; the oldest go first, of
   * whatever channel. A quarter as much again may hold what was lost where
   * and which ids were published; the write-ahead log, some 16 MB, comes on
   * top. Space that becomes free is used again. Default 1 GB.
   */
  readonly maxBytes?: number;
  /** For how long a loss is remembered: an older cursor is `expired`. Default 7 days. */
  readonly cursorMaxAgeMs?: number;
  /** Answers to client-to-server messages kept for resends. Default 100,000. */
  readonly maxClaims?: number;
  /** How long to wait for another process that writes; the event loop goes on meanwhile. Default 5,000 ms. */
  readonly busyTimeoutMs?: number;
  /** For tests. */
  readonly clock?: Pick<Clock, "now">;
  /** For tests: what the machine does. */
  readonly machine?: {
    /** Names this boot of the machine. */
    readonly boot?: string;
    readonly sync?: SyncFile;
    /** The disk is full when the file has so many pages of 4 KB. */
    readonly maxPages?: number;
  };
}

export const DEFAULT_MAX_BYTES = 1_000_000_000;
const WEEK_MS = 7 * 24 * 3_600_000;

/** @throws {TypeError} where the path is none; all else shows when it is used */
export function sqliteEngine(options: SqliteEngineOptions): Engine {
  const { durability: level = "group", machine = {} } = options;
  if (options.path === ":memory:" || options.path.startsWith("file:")) {
    throw new TypeError(
      "path must be that of a file; for a log in memory use memoryEngine",
    );
  }
  const path = resolve(options.path);
  const clock = options.clock ?? systemClock;

  const boot = machine.boot ?? bootId();
  const self = randomUUID();
  const isUnsynced = level === "off";
  const opener = new Opener({ path, boot, self, isUnsynced });

  function open(): Session {
    const session = new Session({
      path,
      level,
      maxBytes: options.maxBytes ?? DEFAULT_MAX_BYTES,
      cursorMaxAgeMs: options.cursorMaxAgeMs ?? WEEK_MS,
      maxClaims: options.maxClaims ?? 100_000,
      boot,
      self,
      opener,
      sync: machine.sync ?? syncFile,
      hasUntold: () => tail.hasUntoldOthers,
      maxPages: machine.maxPages,
    });
    try {
      session.view(() => tail.begin(session));
    } catch (error) {
      void session.close();
      throw error;
    }
    return session;
  }

  /** What those who died have written is synced, and then they are forgotten. */
  async function enter(session: Session): Promise<void> {
    tail.advance(session);
    try {
      await session.syncs.sync();
      await access.write(({ members }) => {
        members.bury();
        members.announce(tail.isListening);
      });
    } catch {
      // Whatever is wrong shows where something is asked for.
    }
  }

  const access = new Access({
    path,
    busyTimeoutMs: options.busyTimeoutMs ?? 5_000,
    open,
    opened: (session) => void enter(session),
    broken: (error) => tail.fail(error),
  });

  const tail = new Tail({
    level,
    session: () => access.session,
    trouble: (error) => access.trouble(error),
    announce(isListening) {
      watch.run(isListening);
      return access.write((session) => {
        session.members.announce(isListening);
        tail.notice(session);
        return session;
      });
    },
  });

  const watch = new Watch(async () => {
    try {
      const seen = await access.view((session) => {
        tail.notice(session);
        const isDue = session.isDue(clock.now());
        return { session, isDue, isAlone: session.members.isAlone };
      });
      const found = tail.behind === undefined ? "nothing" : "news";
      tail.advance(seen.session);
      if (seen.isDue) seen.session.upkeep(clock.now());
      return found === "nothing" && seen.isAlone ? "nobody" : found;
    } catch {
      return "nothing"; // opened anew the next time
    }
  });

  const beats = setInterval(() => {
    if (!access.session) return;
    access.write(({ members }) => members.beat()).catch(() => {});
  }, HEARTBEAT_MS);
  beats.unref();

  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    clearInterval(beats);
    watch.run(false);
    access.refuse();
    await access.close(({ members }) => members.leave());
    opener.close();
    tail.end(new EngineUnavailable("the engine is closed"));
  }

  return {
    name: "sqlite",
    durability: level === "off" ? "process" : "machine",
    log: sharedLog({ access, tail, clock }),
    claims: sharedClaims({ access, clock, level }),
    leases: sharedLeases({ access, clock, level }),
    close: () => (closing ??= close()),
  };
}
