/** Regular expressions of ECMA-262 as trees, as far as the time they take depends on it. */

/** The characters of a sample that an atom matches, a bit for each. */
export type CharSet = bigint;

export type RegexNode =
  | { readonly kind: "set"; readonly set: CharSet }
  | { readonly kind: "empty" }
  /** `^`: nothing before it. */
  | { readonly kind: "start" }
  /** `$`, `\b`, a look-around or a back-reference: it may fail and takes nothing, as far as is looked. */
  | { readonly kind: "assertion"; readonly body?: RegexNode }
  | { readonly kind: "sequence"; readonly of: readonly RegexNode[] }
  | { readonly kind: "choice"; readonly of: readonly RegexNode[] }
  | {
      readonly kind: "repeat";
      readonly of: RegexNode;
      readonly min: number;
      /** `Infinity` for `*` and `+`. */
      readonly max: number;
    };

/** Deeper groups are not looked into. */
const MAX_DEPTH = 100;

/** `undefined`: it is nested too deeply. */
export function parseRegex(source: string): RegexNode | undefined {
  try {
    return new Parser(source).alternatives();
  } catch (error) {
    if (error === TOO_DEEP) return undefined;
    throw error;
  }
}

const TOO_DEEP = new Error("nested too deeply");

class Parser {
  #at = 0;
  #depth = 0;
  readonly #source: string;
  readonly #sample: readonly string[];
  readonly #sets = new Map<string, CharSet>();

  constructor(source: string) {
    this.#source = source;
    this.#sample = sampleOf(source);
  }

  alternatives(): RegexNode {
    if (++this.#depth > MAX_DEPTH) throw TOO_DEEP;
    const of = [this.#sequence()];
    while (this.#take("|")) of.push(this.#sequence());
    this.#depth--;
    return of.length === 1 ? of[0]! : { kind: "choice", of };
  }

  #sequence(): RegexNode {
    const of: RegexNode[] = [];
    while (this.#at < this.#source.length && !/[|)]/.test(this.#peek()))
      of.push(this.#quantified());
    return { kind: "sequence", of };
  }

  #quantified(): RegexNode {
    const atom = this.#atom();
    const match = QUANTIFIER.exec(this.#source.slice(this.#at, this.#at + 32));
    if (!match) return atom;
    this.#at += match[0].length;
    const [text, low, comma, high] = match;
    switch (text[0]) {
      case "*":
        return { kind: "repeat", of: atom, min: 0, max: Infinity };
      case "+":
        return { kind: "repeat", of: atom, min: 1, max: Infinity };
      case "?":
        return { kind: "repeat", of: atom, min: 0, max: 1 };
      default: {
        const min = Number(low);
        const max = comma === "" ? min : high === "" ? Infinity : Number(high);
        return { kind: "repeat", of: atom, min, max };
      }
    }
  }

  #atom(): RegexNode {
    const start = this.#at;
    const char = String.fromCodePoint(this.#source.codePointAt(start)!);
    this.#at += char.length;
    switch (char) {
      case "(": {
        const rest = this.#source.slice(this.#at, this.#at + 300);
        const head = /^\?(?:<?[=!]|<[^>]*>|[a-z-]*:)/.exec(rest)?.[0] ?? "";
        this.#at += head.length;
        const body = this.alternatives();
        this.#take(")");
        return /^\?<?[=!]/.test(head) ? { kind: "assertion", body } : body;
      }
      case "[":
        while (this.#at < this.#source.length && this.#peek() !== "]")
          this.#at += this.#peek() === "\\" ? 2 : 1;
        this.#at++;
        return this.#set(this.#source.slice(start, this.#at));
      case "\\": {
        const rest = this.#source.slice(this.#at, this.#at + 300);
        const escape = ESCAPE.exec(rest)?.[0] ?? "";
        this.#at += escape.length;
        return /^[bB1-9k]/.test(escape)
          ? { kind: "assertion" }
          : this.#set(`\\${escape}`);
      }
      case "^":
        return { kind: "start" };
      case "$":
        return { kind: "assertion" };
      case ".":
        return this.#set(".");
      default:
        return { kind: "set", set: this.#bits((sample) => sample === char) };
    }
  }

  #set(source: string): RegexNode {
    let set = this.#sets.get(source);
    if (set === undefined) {
      const test = atomTest(source);
      set = this.#bits((sample) => test?.test(sample) ?? true);
      this.#sets.set(source, set);
    }
    return { kind: "set", set };
  }

  #bits(has: (sample: string) => boolean): CharSet {
    let bits = 0n;
    for (const [i, sample] of this.#sample.entries()) {
      if (has(sample)) bits |= 1n << BigInt(i);
    }
    return bits;
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

const QUANTIFIER = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/;

const ESCAPE =
  /^(?:u\{[0-9a-f]+\}|u[0-9a-f]{4}|x[0-9a-f]{2}|[pP]\{[^}]*\}|c[a-z]|k<[^>]*>|[1-9]\d*|[^])/iu;

function atomTest(source: string): RegExp | undefined {
  for (const flags of ["u", ""]) {
    try {
      return new RegExp(`^(?:${source})$`, flags);
    } catch {
      continue;
    }
  }
  return undefined;
}

/** Beyond ASCII: letters, digits and symbols of some scripts, and what nobody names. */
const BEYOND = [..."éßжאع中٣あ\u00a0\u2028\u{1f600}\u{10ffff}"];

/** Characters that between them tell the sets of a pattern apart. */
function sampleOf(source: string): readonly string[] {
  const ascii = Array.from({ length: 128 }, (_, code) =>
    String.fromCharCode(code),
  );
  const escapes = source.matchAll(
    /\\u\{?([0-9a-f]{1,6})\}?|\\x([0-9a-f]{2})/gi,
  );
  const named = [
    ...source,
    ...[...escapes].flatMap(([, long, short]) => {
      const code = Number.parseInt(long ?? short ?? "", 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : [];
    }),
  ].filter((char) => char.codePointAt(0)! > 127);
  return [...new Set([...ascii, ...BEYOND, ...named.slice(0, 100)])];
}
