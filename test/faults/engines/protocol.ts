/** What a test and an engine in a process of its own say to each other. */
import type {
  Appended,
  Bounds,
  Claim,
  Entry,
  Floor,
  Lease,
  NewEntry,
  Page,
  ReadQuery,
  Selection,
} from "../../../templates/runtime/engine/engine.js";
import type { SqliteEngineOptions } from "../../../templates/runtime/engine/sqlite/sqlite-engine.js";

export type Options = Pick<
  SqliteEngineOptions,
  "path" | "durability" | "maxBytes" | "busyTimeoutMs"
> & { readonly boot?: string };

/** Calls by name: arguments and result. Selections are of one address each: functions do not travel. */
export interface Calls {
  append: [readonly [readonly NewEntry[]], readonly Appended[]];
  read: [readonly [ReadQuery], Omit<Page, "lost">];
  bounds: [readonly [], Bounds];
  floor: [readonly [Selection], Floor];
  listen: [readonly [], Bounds];
  claim: [readonly [string, string, number], Claim];
  settle: [readonly [string, string, string], void];
  acquire: [readonly [string, string, number], Lease | undefined];
  advance: [readonly [string, number, string], boolean];
  /** Appends one entry after the other until killed; each is reported when acknowledged. */
  flood: [readonly [string, number], void];
  close: [readonly [], void];
}

export type Name = keyof Calls;

export interface Call<Is extends Name = Name> {
  readonly n: number;
  readonly name: Is;
  readonly args: Calls[Is][0];
}

export type Report =
  | { readonly is: "ready" }
  | { readonly is: "result"; readonly n: number; readonly value: unknown }
  | { readonly is: "error"; readonly n: number; readonly message: string }
  | { readonly is: "entries"; readonly entries: readonly Entry[] }
  | { readonly is: "reset"; readonly bounds: Bounds }
  | {
      readonly is: "acknowledged";
      readonly id: string;
      readonly offset: number;
    };
