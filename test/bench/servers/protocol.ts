/** What a bench and the server it started say to each other. */
export type Command =
  /** So many events in one tick: a burst. */
  | { readonly do: "publish"; readonly count: number }
  /** So many events, and an answer when the log has them all. */
  | { readonly do: "append"; readonly count: number }
  | { readonly do: "paced"; readonly rate: number; readonly count: number }
  | { readonly do: "stats"; readonly gc: boolean }
  | { readonly do: "profile" }
  /** Ends the profile and writes it to the file. */
  | { readonly do: "profiled"; readonly file: string };

export type Reply =
  | { readonly is: "ready"; readonly port: number }
  | { readonly is: "appended" }
  | { readonly is: "paced" }
  | Stats
  | { readonly is: "profile" }
  | { readonly is: "profiled" };

/** Of the server's process, since it began. */
export interface Stats {
  readonly is: "stats";
  /** Microseconds in user mode and in the kernel. */
  readonly user: number;
  readonly system: number;
  /** System calls that write; 0 where the kernel does not tell. */
  readonly writes: number;
  /** Bytes; `peak` is the most that the process ever had. */
  readonly rss: number;
  readonly peak: number;
  readonly heap: number;
  /** The longest that the event loop was kept from its work since the last look, in milliseconds; 0 where it was not watched. */
  readonly lag: number;
}

/** A SQLite file. */
export interface Database {
  readonly path: string;
  readonly durability: "commit" | "group" | "off";
}

/** What a server is started with. */
export interface StartOptions {
  /** A kind of kinds.ts, such as `websocket/ours`. */
  readonly kind: string;
  /** Ours only; without it memory. */
  readonly database?: Database | undefined;
  /** Events that a channel keeps; ours only. */
  readonly history?: number;
  /** Watches how long the event loop is kept from its work, which costs a timer. */
  readonly watchLag?: boolean;
  /** The peers' adapters, where they are installed. */
  readonly adapters?: string;
}
