/** What documents of both generations come down to, before it is known which way messages go. */
import type { Json } from "../../source/json.js";
import type { Bindings, Parameter } from "../../contract/model.js";
import type { Origin } from "../../source/source-file.js";
import type { ChannelExtensions } from "./extensions.js";
import type { Layers } from "./traits.js";

export interface Entries {
  readonly channels: readonly ChannelEntry[];
  readonly operations: readonly Operation[];
}

export interface ChannelEntry {
  readonly name: string;
  readonly description?: string;
  /** `undefined`: absent or null, which is to say not known beforehand. */
  readonly address: string | undefined;
  readonly parameters: readonly Parameter[];
  readonly messages: readonly MessageEntry[];
  /** Names of servers; `undefined`: all of them. */
  readonly servers?: readonly string[];
  readonly bindings: Bindings;
  /** What goes before all of this. */
  readonly extensions?: ChannelExtensions;
  readonly origin: Origin;
}

export interface MessageEntry {
  readonly name: string;
  readonly value: Json;
  readonly origin: Origin;
  /** Where its `$ref`s end: the same for every way to the same message. */
  readonly target: string | undefined;
  /** Read already, where its name is inside. */
  readonly layers?: Layers;
}

export interface Operation {
  /** `undefined`: it has none, as in 2.x it need not. */
  readonly name: string | undefined;
  /** What the described application does. */
  readonly action: "send" | "receive";
  readonly channel: ChannelEntry;
  readonly messages: readonly MessageEntry[];
  readonly reply?: OperationReply;
  readonly summary?: string;
  readonly description?: string;
  /** What who sends needs, where the document leaves no choice. */
  readonly scopes: readonly string[];
  readonly bindings: Bindings;
  readonly origin: Origin;
}

export interface OperationReply {
  /** `undefined`: its messages alone are known. */
  readonly channel?: ChannelEntry;
  readonly messages: readonly MessageEntry[];
  /** Where in the question the address of the answer stands. */
  readonly location?: string;
  /** The answer comes in parts. */
  readonly stream?: boolean;
  readonly origin: Origin;
}
