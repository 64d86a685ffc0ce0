/** What the bench of engines asks of a process, and what that answers. */
export type Task =
  /** Publishes for a while, so many at once, through the whole core. */
  | { readonly do: "publish"; readonly atOnce: number; readonly ms: number }
  /** As fast as the library appends rows in transactions of so many. */
  | { readonly do: "insert"; readonly atOnce: number; readonly ms: number }
  | { readonly do: "weigh"; readonly events: number }
  | { readonly do: "addresses"; readonly sites: number; readonly each: number };

export type Result =
  | {
      readonly is: "published";
      readonly perSecond: number;
      readonly cpu: number;
    }
  | Weight
  | Addresses;

/** Bytes each, in the process's heap and in the files. */
export interface Weight {
  readonly is: "weighed";
  readonly heap: number;
  readonly file: number;
}

export interface Addresses {
  readonly is: "addresses";
  /** Publishes per second, each to an address that is new. */
  readonly perSecond: number;
  /** Bytes per address with one event. */
  readonly heap: number;
  readonly file: number;
  /** Bytes per address whose event is gone: what was lost is remembered. */
  readonly idleHeap: number;
  readonly idleFile: number;
  /** Milliseconds from subscribing to the last of the events missed: of all addresses, and of one site's. */
  readonly resumeAll: number;
  readonly resumeSite: number;
  /** Microseconds of CPU per publish, beyond none who hears it: one reader of all; one reader of each site. */
  readonly all: number;
  readonly perSite: number;
}
