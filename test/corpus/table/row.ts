/** What is proved of one document. */
import type { Compiler } from "../../support/type-check.js";

export type Row = LoweredRow | RefusedRow;

export interface LoweredRow {
  readonly document: string;
  /** Such as `AsyncAPI 3.0.0`. */
  readonly language: string;
  readonly perspective: "server" | "client";
  readonly channels: number;
  readonly messages: number;
  readonly warnings: number;
  readonly results: Results;
}

/** The same for the same output, wherever it came from. */
export interface Results {
  /** Values of its schemas are assigned to the types that it has for them. */
  readonly types: Readonly<Record<CheckedWith, Verdict>>;
  /** On values of each schema, and on those values with one thing wrong. */
  readonly validators: Verdict;
  /** Messages whose payloads accept nothing, so that they can never be sent. */
  readonly empty: readonly string[];
  /** Every other message of the contract goes over a socket, with random values. */
  readonly passes: Readonly<Record<Technique, Verdict>>;
}

export interface RefusedRow {
  readonly document: string;
  readonly language: string;
  /** The first error, and how many more there are. */
  readonly reason: {
    readonly code: string;
    readonly message: string;
    readonly more: number;
  };
}

/** `true`, or what is wrong, shortly. */
export type Verdict = true | string;

/** The compilers at the ends of the range that is supported. */
export const CHECKED_WITH = [
  "5.9",
  "7.0",
] as const satisfies readonly Compiler[];
export type CheckedWith = (typeof CHECKED_WITH)[number];

export const TECHNIQUES = ["sse", "websocket"] as const;
export type Technique = (typeof TECHNIQUES)[number];
