/** What a technique is to the rest of the compiler: data and pure functions. */
import type { TransportId } from "../advice/choices.js";
import type { Contract } from "../contract/model.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";

export interface Transport {
  readonly id: TransportId;
  /** As people write it. */
  readonly title: string;
  readonly capabilities: Capabilities;
  /** What of the contract the technique cannot carry. */
  check(contract: Contract, diagnostics: Diagnostics): void;
  /** The runtime module and function of the server half: web-standard, and over node:http. */
  readonly server: {
    readonly web: RuntimeFunction;
    readonly node: RuntimeFunction;
  };
  /** The files of the client half, relative to the output folder. */
  clientFiles(): readonly { readonly path: string; readonly content: string }[];
}

/** A function exported by a module below `templates/runtime/`. */
export interface RuntimeFunction {
  readonly module: string;
  readonly name: string;
}

/** What a client of the technique can do; what it cannot is absent from its type. */
export interface Capabilities {
  /** Messages from client to server, with replies. */
  readonly send: boolean;
  /** Goes on from a cursor. */
  readonly resume: boolean;
  readonly snapshot: boolean;
  /** Runs in a browser. */
  readonly browser: boolean;
}
