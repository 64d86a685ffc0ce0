/** What a technique is to the rest of the compiler: data and pure functions. */
import type { TransportId } from "../advice/choices.js";

export interface Transport {
  readonly id: TransportId;
  /** As people write it. */
  readonly title: string;
  readonly capabilities: Capabilities;
  /** The runtime module and function of the server half. */
  readonly server: {
    /** Behind a web-standard `fetch`; absent where the technique has no such form. */
    readonly web?: RuntimeExport;
    /** Over node:http. */
    readonly node: RuntimeExport;
    /** The type of its options, which the server's hold under the function's name. */
    readonly options: RuntimeExport;
  };
  /** The files of the client half, relative to the output folder. */
  clientFiles(view: ClientView): readonly ClientFile[];
}

export interface ClientFile {
  readonly path: string;
  readonly content: string;
}

/** What the templates of the client files choose by. */
export interface ClientView {
  /** There are messages from client to server that are answered once, or not at all. */
  readonly sends: boolean;
  /** There are messages from client to server that are answered in parts. */
  readonly streams: boolean;
  /** There are messages from server to client that ask for a reply. */
  readonly replies: boolean;
  /** The server's files stand in the same output: those for Node may, too. */
  readonly besideServer: boolean;
}

/** What a module below `templates/runtime/` exports. */
export interface RuntimeExport {
  readonly module: string;
  readonly name: string;
}

/** What a client of the technique can do. */
export interface Capabilities {
  /** Messages from client to server, with replies. */
  readonly send: boolean;
  /** Answers to messages from server to client. */
  readonly reply: boolean;
  /** Goes on from a cursor. */
  readonly resume: boolean;
  readonly snapshot: boolean;
  /** Hears what is not kept, such as ephemeral messages. */
  readonly live: boolean;
  /** Runs in a browser. */
  readonly browser: boolean;
}
