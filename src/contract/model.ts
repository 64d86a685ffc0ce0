/**
 * The heart: what every schema language lowers to, and what every technique
 * is made from. It knows neither YAML nor TypeScript.
 */
import type { Origin } from "../source/source-file.js";
import type { Assertion, DefinitionId } from "./assertion.js";
import type { Json } from "../source/json.js";

export interface Contract {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly channels: readonly Channel[];
  /** Everything with a name of its own, by id, in the order first met. */
  readonly definitions: ReadonlyMap<DefinitionId, Definition>;
  /** Where the contract is served; absent where the schema says nothing of it. */
  readonly servers?: readonly Server[];
  /** How clients show who they are: those that servers and operations ask for. */
  readonly securitySchemes?: readonly SecurityScheme[];
  readonly bindings: Bindings;
}

/** Nothing is checked against it: for defaults, documentation and examples. */
export interface Server {
  readonly name: string;
  readonly description?: string;
  /** As written, such as `wss` or `kafka-secure`. */
  readonly protocol: string;
  /** With the defaults of its variables; one without a default stays `{name}`. */
  readonly url: string;
  readonly variables: readonly ServerVariable[];
  /** Names of {@link Contract.securitySchemes}, any of which lets a client in; empty: open. */
  readonly security: readonly string[];
  readonly bindings: Bindings;
  readonly origin: Origin;
}

/** A `{name}` in a server's address. */
export interface ServerVariable {
  readonly name: string;
  readonly description?: string;
  readonly default?: string;
  /** Empty: any text. */
  readonly enum: readonly string[];
}

/** How a client shows who it is, as far as a technique can carry it. */
export type SecurityScheme = {
  readonly name: string;
  readonly description?: string;
  readonly origin: Origin;
} & (
  | {
      /** A token in the header `Authorization: Bearer`. */
      readonly kind: "bearer";
      /** Who gives it out. */
      readonly issuer: "http" | "oauth2" | "openIdConnect";
      /** What it is, for people, such as `JWT`. */
      readonly format?: string;
    }
  /** User and password in the header `Authorization: Basic`. */
  | { readonly kind: "basic" }
  /** User and password, as a broker asks for them. */
  | { readonly kind: "userPassword" }
  | {
      readonly kind: "apiKey";
      readonly in: "header" | "query" | "cookie";
      /** Of the header, the part of the query, or the cookie. */
      readonly key: string;
    }
);

/** A schema that becomes a named type and a validator. */
export interface Definition {
  readonly id: DefinitionId;
  /** The name in the source, such as `Order`: the start of the type's name. */
  readonly name: string;
  /** The user's `typeName:`, taken as it is. */
  readonly typeName?: string;
  readonly schema: Assertion;
}

export interface Channel {
  readonly name: string;
  readonly description?: string;
  /** With `{parameter}`s, such as `customers/{customerId}/orders`. */
  readonly address: string;
  readonly parameters: readonly Parameter[];
  readonly history: History;
  /** Whether subscriptions may leave a parameter open. */
  readonly wildcard: boolean;
  readonly snapshot?: Assertion;
  readonly serverToClient: readonly Message[];
  readonly clientToServer: readonly Message[];
  /** Names of {@link Contract.servers}; absent: all of them. */
  readonly servers?: readonly string[];
  readonly bindings: Bindings;
  readonly origin: Origin;
}

export interface Parameter {
  readonly name: string;
  readonly description?: string;
  /** Parameters are strings on every wire. */
  readonly schema: Assertion;
  readonly origin: Origin;
}

export type History =
  | { readonly kind: "none" }
  | {
      readonly kind: "kept";
      readonly maxEvents: number;
      readonly maxAgeMs: number;
    };

export interface Message {
  readonly name: string;
  readonly typeName?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated?: boolean | string;
  readonly payload: Assertion;
  readonly headers?: Assertion;
  /** What tells which messages belong together. */
  readonly correlationId?: Location;
  /** Name of the payload's property that orders and groups. */
  readonly key?: string;
  readonly scopes: readonly string[];
  readonly reply?: Reply;
  readonly errors: readonly ErrorCase[];
  /** Kept by nobody: only those who are connected and caught up hear of it. */
  readonly ephemeral: boolean;
  /** Name of the payload's property of which those who are behind need only the last of each value. */
  readonly latestBy?: string;
  readonly examples: readonly Example[];
  readonly bindings: Bindings;
  readonly origin: Origin;
}

/** A payload, for documentation and tests. */
export interface Example {
  readonly value: Json;
  readonly origin: Origin;
}

export interface Reply {
  /** Of the answer, or of each of its parts. */
  readonly payload: Assertion;
  /** The answer comes in parts. Only from client to server. */
  readonly stream: boolean;
  /** Where in the question stands the address that the answer goes to. */
  readonly replyTo?: Location;
  readonly origin: Origin;
}

/**
 * A place in a message, as AsyncAPI writes it ("Runtime Expression"):
 * `$message.header#` or `$message.payload#`, then a JSON pointer.
 */
export type Location = string;

export interface ErrorCase {
  readonly code: string;
  readonly description?: string;
  readonly payload: Assertion;
  readonly origin: Origin;
}

/** Per technique, as written: each technique reads its own. */
export type Bindings = Readonly<Record<string, Json>>;

export type Direction = "serverToClient" | "clientToServer";
