/**
 * Legal TypeScript names from any text, given once and kept.
 *
 * Names are unique without regard to case and accents, because they become
 * file names on systems that do not tell those apart.
 */
import { createHash } from "node:crypto";
import { posix } from "node:path";
import {
  EMPTY_LEDGER,
  keyStep,
  takenBy,
  type Ledger,
} from "../contract/ledger.js";
import { foldName } from "../source/fold-name.js";
import { camelCase, lastSegment, MAX_LENGTH, pascalCase } from "./words.js";

/** Words that no variable and no type may be called, as they are written. */
const KEYWORDS = new Set(
  [
    "any arguments as async await bigint boolean break case catch class const",
    "constructor continue debugger default delete do else enum eval export extends",
    "false finally for function globalThis if implements import in instanceof",
    "interface let NaN never new null number object of package private protected",
    "prototype public return static string super switch symbol this throw true try",
    "type typeof undefined unknown var void while with yield",
  ]
    .join(" ")
    .split(" "),
);

/** Names that mean something else in a generated file, in whatever case. */
const TAKEN = new Set(
  [
    // Of the language and its library.
    "any bigint boolean never null number object string symbol undefined unknown void",
    "Array Boolean Date Error Function Infinity Iterator JSON Map Math Number Object",
    "Promise Proxy Readonly Record Reflect RegExp Request Response Set String Symbol",
    "URL WeakMap WeakSet AbortSignal AsyncIterableIterator AsyncIterable Uint8Array",
    "eval globalThis NaN constructor prototype",
    // What generated files import.
    "Check Fields Issue Issues Schema ValidationError",
    "Channels Client Handlers Identity Options Params Realtime Server Snapshots",
    "ChannelSpec ContractSpec EventMeta Gap Published PublishOptions Unsubscribe",
    "ErrorOf EventOf Instance PublisherChannels",
    // What generated files export beside the contract's types.
    "EngineUnavailable IdempotencyConflict RealtimeError RemoteError ReplyTimeout",
    "Authenticated ChannelClient ChannelListener ClientState Credentials Engine GapEvent",
    "Hooks Meta StartAt",
  ]
    .join(" ")
    .toLowerCase()
    .split(" "),
);

/** For a variable: `order.created` to `orderCreated`, `delete` to `delete_`. */
export function variableName(text: string, fallback?: string): string {
  const name = shortened(camelCase(text, fallback));
  return KEYWORDS.has(name) ? `${name}_` : name;
}

/** Whether a user may choose it for a type. */
export function isTypeName(text: string): boolean {
  return (
    /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text) &&
    [...text].length <= MAX_LENGTH &&
    !KEYWORDS.has(text) &&
    !TAKEN.has(text.toLowerCase())
  );
}

/**
 * Names that are too long keep their beginning and their end, which tell most;
 * the rest is told by a hash, so that no other name changes this one.
 */
export function shortened(name: string): string {
  if (abridged(name) === name) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 6);
  return `${abridged(name, MAX_LENGTH - 7)}_${hash}`;
}

/** Without what is too much in the middle: whole words, as far as there are any. */
function abridged(name: string, length = MAX_LENGTH): string {
  if (name.length <= length) return name;
  const letters = [...name];
  if (letters.length <= length) return name;
  const end = letters
    .slice(-20)
    .join("")
    .replace(/^[^\p{Lu}]+(?=\p{Lu})/u, "");
  const start = letters
    // One more, which may be where a word begins.
    .slice(0, length - [...end].length + 1)
    .join("")
    .replace(/(?<=.)\p{Lu}[^\p{Lu}]*$|.$/u, "");
  return start + end;
}

/** Names that must differ from each other. */
class Scope {
  readonly #owners = new Map<string, string>();

  readonly #next = new Map<string, number>();

  take(key: string, folded: readonly string[]): void {
    for (const name of folded) this.#owners.set(name, key);
  }

  isFree(key: string, folded: readonly string[]): boolean {
    return folded.every((name) => (this.#owners.get(name) ?? key) === key);
  }

  /** The name with the first number that makes it free. */
  numbered(base: string, isFree: (name: string) => boolean): string {
    const border = /\d$/.test(base) ? "_" : "";
    // What was given is never free again.
    let n = this.#next.get(base) ?? 2;
    while (!isFree(`${base}${border}${n}`)) n++;
    this.#next.set(base, n + 1);
    return `${base}${border}${n}`;
  }
}

/**
 * Gives out names. What the ledger has is given again; what is new takes the
 * name it wants, or one that says more, or that name with a hash of what was
 * left out of it, or with a number.
 */
export class Names {
  readonly #entry: string;
  readonly #types: Map<string, string>;
  readonly #errors: Map<string, string>;
  readonly #taken = new Scope();
  /** Of the errors of a message, by its key. */
  readonly #classes = new Map<string, Scope>();

  /** @param entry the schema file: its types keep their names when it is renamed */
  constructor(ledger: Ledger = EMPTY_LEDGER, entry = "") {
    this.#entry = posix.normalize(entry.replaceAll("\\", "/"));
    // Later versions may need a name that an earlier one gave away.
    const kept = [...ledger.types].filter(([, name]) => isTypeName(name));
    this.#types = new Map(kept);
    for (const [key, name] of kept) this.#taken.take(key, takenBy(name));
    this.#errors = new Map(ledger.errors);
    for (const [key, name] of ledger.errors) {
      this.#classesOf(key.slice(0, key.lastIndexOf("/"))).take(key, [
        foldName(name),
      ]);
    }
  }

  /**
   * The ledger's key of a definition: its place, without the name of the schema
   * file; nor does that stand in the scope behind the place, if it has one
   * (`…@node=#/$defs/strict`, see `schema/dynamic-scope.ts`).
   */
  keyOf(id: string): string {
    const entry = `${this.#entry}#`;
    const border = id.indexOf("#") + 1;
    const file = id.slice(0, border);
    const place = id
      .slice(border)
      .replaceAll(`=${entry}`, "=#")
      .replaceAll("#", "%23");
    return `${file === entry ? "#" : file}${place}`;
  }

  /**
   * The type name for a key, such as `orders/serverToClient/order.created`.
   *
   * @param typeName the user's own choice: taken as it is unless it is another
   * key's, and kept even against the ledger
   * @param others tried in turn where `wanted` is taken
   */
  assign(
    key: string,
    wanted: string,
    typeName?: string,
    others: readonly string[] = [],
  ): string {
    const kept = this.#types.get(key);
    if (typeName !== undefined && isTypeName(typeName)) {
      if (kept === typeName) return kept;
      if (this.#isFree(key, typeName)) return this.#give(key, typeName);
    }
    if (kept !== undefined && typeName === undefined) return kept;
    const whole = legalName(typeName ?? wanted);
    const base = abridged(whole);
    const words = others.map((other) => abridged(legalName(other)));
    for (const name of [base, ...words, `${base}Type`]) {
      // The last is for names of the language and of ours: `ErrorType`.
      const isWord = name !== `${base}Type` || TAKEN.has(base.toLowerCase());
      if (isWord && this.#isFree(key, name)) return this.#give(key, name);
    }
    // Of a name that was too long, the hash tells what was left out.
    const told = shortened(whole);
    if (this.#isFree(key, told)) return this.#give(key, told);
    const name = this.#taken.numbered(base, (each) => this.#isFree(key, each));
    return this.#give(key, name);
  }

  /** Whether the key has its name from the ledger, or from before in this run. */
  has(key: string): boolean {
    return this.#types.has(key);
  }

  /** The name of a message's class for an error code; unique within the message. */
  errorClass(message: string, code: string): string {
    const key = `${message}/${keyStep(code)}`;
    const kept = this.#errors.get(key);
    if (kept !== undefined) return kept;
    const scope = this.#classesOf(message);
    const isFree = (name: string): boolean =>
      scope.isFree(key, [foldName(name)]);
    const wanted = shortened(pascalCase(code, "Error"));
    const name = isFree(wanted) ? wanted : scope.numbered(wanted, isFree);
    this.#errors.set(key, name);
    scope.take(key, [foldName(name)]);
    return name;
  }

  #classesOf(message: string): Scope {
    let scope = this.#classes.get(message);
    if (!scope) this.#classes.set(message, (scope = new Scope()));
    return scope;
  }

  #isFree(key: string, name: string): boolean {
    return (
      !TAKEN.has(name.toLowerCase()) && this.#taken.isFree(key, takenBy(name))
    );
  }

  #give(key: string, name: string): string {
    this.#types.set(key, name);
    this.#taken.take(key, takenBy(name));
    return name;
  }

  /** Every name ever given: the ledger to write. */
  get ledger(): Ledger {
    return { types: this.#types, errors: this.#errors };
  }
}

function legalName(text: string): string {
  return pascalCase(lastSegment(text));
}
