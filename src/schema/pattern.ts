/** Regular expressions of schemas: whether they compile, and at what risk. */

export type Pattern =
  | { readonly source: string; readonly flags: "" | "u" }
  | { readonly problem: string };

/** ECMA-262, with the `u` flag where the source allows it. */
export function compilePattern(source: string): Pattern {
  let problem = "";
  for (const flags of ["u", ""] as const) {
    try {
      RegExp(source, flags);
      return { source, flags };
    } catch (error) {
      // V8 says "Invalid regular expression: /…/: Nothing to repeat".
      problem = String((error as Error).message).replace(/^.*\/\w*: /s, "");
    }
  }
  return { problem: problem.charAt(0).toLowerCase() + problem.slice(1) };
}

/** Texts of so few characters take no pattern long. */
export const HARMLESS_LENGTH = 20;

/**
 * What makes a backtracking engine take exponential time: an unbounded
 * repetition whose body can begin where it may also go on. A heuristic that
 * looks at the first and last characters of the body; it knows no
 * back-references and no look-around.
 */
export function slowness(source: string): string | undefined {
  if (!known.has(source)) {
    if (known.size >= 1000) known.clear();
    known.set(source, risk(new Parser(source).alternatives()));
  }
  return known.get(source);
}

/** Schemas say the same few patterns over and over. */
const known = new Map<string, string | undefined>();

/** A set of characters by sample: of ASCII, and one for all the rest. */
type CharSet = ReadonlySet<string>;

type Node =
  | { readonly kind: "set"; readonly set: CharSet }
  | { readonly kind: "empty" }
  | { readonly kind: "sequence"; readonly of: readonly Node[] }
  | { readonly kind: "choice"; readonly of: readonly Node[] }
  | {
      readonly kind: "repeat";
      readonly of: Node;
      readonly min: number;
      readonly unbounded: boolean;
    };

const OTHER = "\u{10ffff}";
const SAMPLES: readonly string[] = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
  OTHER,
];

function charSet(source: string): CharSet {
  try {
    const test = new RegExp(`^(?:${source})$`, "su");
    return new Set(SAMPLES.filter((sample) => test.test(sample)));
  } catch {
    return new Set(SAMPLES);
  }
}

class Parser {
  #at = 0;
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  alternatives(): Node {
    const of = [this.#sequence()];
    while (this.#take("|")) of.push(this.#sequence());
    return of.length === 1 ? of[0]! : { kind: "choice", of };
  }

  #sequence(): Node {
    const of: Node[] = [];
    while (this.#at < this.#source.length && !/[|)]/.test(this.#peek()))
      of.push(this.#quantified());
    return { kind: "sequence", of };
  }

  #quantified(): Node {
    const atom = this.#atom();
    const match = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(
      this.#source.slice(this.#at, this.#at + 32),
    );
    if (!match) return atom;
    this.#at += match[0].length;
    const [text, low, comma, high] = match;
    const sign = text[0];
    return {
      kind: "repeat",
      of: atom,
      min: sign === "+" ? 1 : sign === "{" ? Number(low) : 0,
      unbounded: sign === "*" || sign === "+" || (comma === "," && high === ""),
    };
  }

  #atom(): Node {
    const start = this.#at;
    const char = this.#source[this.#at++]!;
    switch (char) {
      case "(": {
        const look = /^\?(?:<?[=!])/.exec(this.#source.slice(this.#at));
        const head = /^\?(?::|<[^>=!]*>|<?[=!])/.exec(
          this.#source.slice(this.#at),
        );
        this.#at += head?.[0].length ?? 0;
        const body = this.alternatives();
        this.#take(")");
        return look ? { kind: "empty" } : body;
      }
      case "[":
        while (this.#at < this.#source.length && this.#peek() !== "]")
          this.#at += this.#peek() === "\\" ? 2 : 1;
        this.#at++;
        return {
          kind: "set",
          set: charSet(this.#source.slice(start, this.#at)),
        };
      case "\\": {
        const escape =
          /^(?:u\{[0-9a-f]+\}|u[0-9a-f]{4}|x[0-9a-f]{2}|[pP]\{[^}]*\}|c[a-z]|k<[^>]*>|.)/isu.exec(
            this.#source.slice(this.#at),
          )?.[0] ?? "";
        this.#at += escape.length;
        return /^[bB1-9k]/.test(escape)
          ? { kind: "empty" }
          : { kind: "set", set: charSet(`\\${escape}`) };
      }
      case "^":
      case "$":
        return { kind: "empty" };
      case ".":
        return { kind: "set", set: charSet(".") };
      default:
        return {
          kind: "set",
          set: new Set([char.charCodeAt(0) < 128 ? char : OTHER]),
        };
    }
  }

  #peek(): string {
    return this.#source[this.#at] ?? "";
  }

  #take(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#at++;
    return true;
  }
}

function nullable(node: Node): boolean {
  switch (node.kind) {
    case "set":
      return false;
    case "empty":
      return true;
    case "sequence":
      return node.of.every(nullable);
    case "choice":
      return node.of.some(nullable);
    case "repeat":
      return node.min === 0 || nullable(node.of);
    default:
      return node satisfies never;
  }
}

/** The characters that a match may begin with. */
function first(node: Node): Set<string> {
  switch (node.kind) {
    case "set":
      return new Set(node.set);
    case "empty":
      return new Set();
    case "sequence": {
      const all = new Set<string>();
      for (const part of node.of) {
        for (const char of first(part)) all.add(char);
        if (!nullable(part)) break;
      }
      return all;
    }
    case "choice":
      return new Set(node.of.flatMap((part) => [...first(part)]));
    case "repeat":
      return first(node.of);
    default:
      return node satisfies never;
  }
}

/** The characters that a match may go on with after it could have ended. */
function more(node: Node): Set<string> {
  switch (node.kind) {
    case "set":
    case "empty":
      return new Set();
    case "sequence": {
      const all = new Set<string>();
      for (const part of node.of.toReversed()) {
        for (const char of more(part)) all.add(char);
        if (!nullable(part)) break;
        for (const char of first(part)) all.add(char);
      }
      return all;
    }
    case "choice":
      return new Set(node.of.flatMap((part) => [...more(part)]));
    case "repeat": {
      const all = more(node.of);
      if (node.unbounded) for (const char of first(node.of)) all.add(char);
      return all;
    }
    default:
      return node satisfies never;
  }
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const item of a) if (b.has(item)) return true;
  return false;
}

function risk(node: Node): string | undefined {
  switch (node.kind) {
    case "set":
    case "empty":
      return undefined;
    case "sequence":
    case "choice":
      for (const part of node.of) {
        const found = risk(part);
        if (found) return found;
      }
      return undefined;
    case "repeat": {
      const inner = risk(node.of);
      if (inner || !node.unbounded) return inner;
      if (overlap(more(node.of), first(node.of)))
        return "a repetition inside a repetition can split the same text in many ways";
      if (ambiguousChoice(node.of))
        return "alternatives under a repetition match the same text";
      return undefined;
    }
    default:
      return node satisfies never;
  }
}

/** Two alternatives of which each may be one character, the same one. */
function ambiguousChoice(node: Node): boolean {
  if (node.kind === "sequence" && node.of.length === 1)
    return ambiguousChoice(node.of[0]!);
  if (node.kind !== "choice") return false;
  const singles = node.of.map((part) => (isSingle(part) ? first(part) : null));
  return singles.some((a, i) =>
    singles.some((b, j) => a && b && i < j && overlap(a, b)),
  );
}

function isSingle(node: Node): boolean {
  return (
    node.kind === "set" ||
    (node.kind === "sequence" && node.of.length === 1 && isSingle(node.of[0]!))
  );
}
