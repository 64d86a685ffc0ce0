/**
 * Legal TypeScript names from any text, given once and kept.
 *
 * Names are unique without regard to case, because they become file names on
 * systems that do not tell case apart.
 */

/** Longer names help nobody, and some file systems stop at 255 bytes. */
const MAX_LENGTH = 60;

/** Names that a generated file already uses, or that a type must not take. */
const RESERVED = new Set(
  [
    // Types of the language and its library that generated code means.
    "any bigint boolean never null number object string symbol undefined unknown void",
    "Array Boolean Date Error Function Infinity Iterator JSON Map Math Number Object",
    "Promise Proxy Readonly Record Reflect RegExp Request Response Set String Symbol",
    "URL WeakMap WeakSet AbortSignal AsyncIterableIterator AsyncIterable Uint8Array",
    // Reserved words, some of which are legal in Pascal case only.
    "arguments as async await break case catch class const continue debugger default",
    "delete do else enum eval export extends false finally for function globalThis if",
    "implements import in instanceof interface let NaN new of package private protected",
    "public return static super switch this throw true try type typeof var while with",
    "yield constructor prototype",
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

const ONE_WORD = /^[A-Za-z][a-z0-9]*$/;

/** The words of a text: at punctuation, and at `aB`, `ABc`, `1A`. */
export function words(text: string): string[] {
  if (ONE_WORD.test(text)) return [text];
  return text
    .normalize("NFC")
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .split(/[^\p{ID_Continue}]+|_+/u)
    .filter((word) => word !== "");
}

/** Common symbols that alone tell two names apart. */
const SPOKEN: readonly (readonly [RegExp, string])[] = [
  [/^\+(?=\d)/, "plus "],
  [/^-(?=\d)/, "minus "],
];

/** `order.created` to `OrderCreated`; never empty, never with a digit in front. */
export function pascalCase(text: string, fallback = "Value"): string {
  let spoken = text;
  for (const [pattern, word] of SPOKEN) spoken = spoken.replace(pattern, word);
  const name = words(spoken)
    .map((word) => {
      const [first = ""] = word;
      return first.toUpperCase() + word.slice(first.length);
    })
    .join("");
  // Some letters have no upper case but all may begin a name; digits may not.
  const legal = /^[\p{ID_Start}]/u.test(name) ? name : `_${name}`;
  if (name === "") return fallback;
  return legal.length <= MAX_LENGTH
    ? legal
    : [...legal].slice(0, MAX_LENGTH).join("");
}

/** `OrderCreated` to `orderCreated`; for variables. */
export function camelCase(text: string, fallback = "value"): string {
  const name = pascalCase(text, fallback);
  const lower = name.replace(/^\p{Lu}+(?![\p{Ll}])|^\p{Lu}/u, (head) =>
    head.toLowerCase(),
  );
  return RESERVED.has(lower) ? `${lower}_` : lower;
}

/**
 * The class name of a Java-like dotted name, such as
 * `io.example.dto.OrderDto`: lower-case packages and a Pascal-case end.
 */
export function lastSegment(text: string): string {
  const match = /^(?:[a-z_][a-z0-9_]*\.){2,}(?:[A-Z]\w*\$)*([A-Z]\w*)$/.exec(
    text,
  );
  return match?.[1] ?? text;
}

/** `items` to `item`; good enough for names of list elements. */
export function singular(word: string): string {
  if (/(?:ss|us|is|news|series|species)$/i.test(word)) return word;
  if (/[^aeiou]ies$/i.test(word)) return word.slice(0, -3) + "y";
  if (/(?:x|ch|sh|ss|zz)es$/i.test(word)) return word.slice(0, -2);
  if (/[a-z]s$/i.test(word) && word.length > 3) return word.slice(0, -1);
  return word;
}

/**
 * Gives out type names. What the ledger has is given again; what is new takes
 * the name it wants, or that name with a number.
 */
export class Names {
  readonly #assigned: Map<string, string>;
  readonly #used: Map<string, string>;

  /** @param taken the ledger: key to name */
  constructor(taken: ReadonlyMap<string, string> = new Map()) {
    this.#assigned = new Map(taken);
    this.#used = new Map();
    for (const [key, name] of taken) this.#used.set(name.toLowerCase(), key);
  }

  /**
   * The type name for a key, such as `orders/serverToClient/order.created`.
   *
   * @param typeName the user's own choice: taken as it is unless it is another
   * key's, and kept even against the ledger
   */
  assign(key: string, wanted: string, typeName?: string): string {
    const kept = this.#assigned.get(key);
    if (typeName !== undefined && isTypeName(typeName)) {
      if (kept === typeName) return kept;
      const owner = this.#used.get(typeName.toLowerCase());
      if (owner === undefined || owner === key)
        return this.#take(key, typeName);
    }
    if (kept !== undefined && typeName === undefined) return kept;
    const base = pascalCase(lastSegment(typeName ?? wanted));
    let name = base;
    for (let n = 2; !this.#free(name, key); n++)
      name = /\d$/.test(base) ? `${base}_${n}` : `${base}${n}`;
    return this.#take(key, name);
  }

  #free(name: string, key: string): boolean {
    const lower = name.toLowerCase();
    const owner = this.#used.get(lower);
    return !RESERVED.has(lower) && (owner === undefined || owner === key);
  }

  #take(key: string, name: string): string {
    this.#assigned.set(key, name);
    this.#used.set(name.toLowerCase(), key);
    return name;
  }

  /** Every name ever given: the ledger to write. */
  get ledger(): ReadonlyMap<string, string> {
    return this.#assigned;
  }
}

/** Whether a user may choose it for a type. */
export function isTypeName(text: string): boolean {
  return (
    /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text) &&
    [...text].length <= MAX_LENGTH &&
    !RESERVED.has(text.toLowerCase())
  );
}
