import type { TechniqueUnderTest } from "../techniques.js";

/** What a test and a server in a process of its own say to each other. */
export interface Setup {
  readonly technique: TechniqueUnderTest["id"];
  readonly engine: "memory" | "sqlite";
  /** For what the engine keeps. */
  readonly folder: string;
  /** 0: any that is free. */
  readonly port: number;
}

export type Command =
  /** Publishes numbers into a room, each under an id of its own. */
  | {
      readonly do: "publish";
      readonly room: number;
      readonly from: number;
      readonly to: number;
    }
  | { readonly do: "stats" }
  | { readonly do: "close" };

export type Report =
  | { readonly is: "ready"; readonly port: number }
  /** The log has it. */
  | { readonly is: "published"; readonly room: number; readonly n: number }
  | { readonly is: "failed"; readonly message: string }
  | {
      readonly is: "stats";
      readonly heap: number;
      readonly rss: number;
      readonly connections: number;
      /** CPU since the process began, in microseconds. */
      readonly cpu: number;
    };
