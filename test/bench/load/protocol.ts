/** What a bench and a process of clients say to each other. */
export type LoadCommand =
  | {
      readonly do: "open";
      readonly port: number;
      readonly kind: string;
      readonly clients: number;
    }
  /** Tells when each client has heard one more event. */
  | { readonly do: "hear" };

export type LoadReply =
  | { readonly is: "opened" }
  | { readonly is: "hearing" }
  | {
      readonly is: "heard";
      /** Microseconds from publish to the last arrival. */
      readonly last: number;
    };
