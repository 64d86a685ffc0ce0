/** What fanout.ts and its server say to each other. */
export type Command =
  | { readonly do: "publish" }
  | { readonly do: "window"; readonly size: number }
  | { readonly do: "ack"; readonly count: number }
  | { readonly do: "paced"; readonly rate: number; readonly count: number }
  | { readonly do: "stats"; readonly gc: boolean };

export type Reply =
  | { readonly is: "ready"; readonly port: number }
  | { readonly is: "paced" }
  | {
      readonly is: "stats";
      /** Microseconds of user and system time. */
      readonly cpu: number;
      readonly rss: number;
      readonly heap: number;
    };
