/** TypeScript to tokens: enough of the grammar to tell where each one ends. */

/**
 * What a token is. A sign of one ASCII character is that character's code,
 * see {@link Sign}; all kinds below are less than any.
 */
export const Kind = {
  none: 0,
  word: 1,
  string: 2,
  /** A whole template, or the part of one up to the next substitution. */
  template: 3,
  number: 4,
  regex: 5,
  /** Any other sign, such as `=>`. */
  sign: 6,
} as const;

export const Sign = {
  ampersand: 0x26,
  openParenthesis: 0x28,
  closeParenthesis: 0x29,
  comma: 0x2c,
  colon: 0x3a,
  semicolon: 0x3b,
  less: 0x3c,
  greater: 0x3e,
  question: 0x3f,
  openBracket: 0x5b,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  bar: 0x7c,
  closeBrace: 0x7d,
} as const;

export const LINE_END = 0x0a;
const BACKSLASH = 0x5c;

/** Columns, not objects: a large contract has a million tokens. */
export class Tokens {
  count = 0;
  readonly code: string;
  readonly kinds: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** 1: a line ends somewhere before the token. */
  readonly newLines: Uint8Array;
  /** Each comment, less the white space in it. */
  readonly comments: string[] = [];

  constructor(code: string) {
    this.code = code;
    // None is shorter than a character; the kind after the last stays `none`.
    const most = code.length + 1;
    this.kinds = new Uint8Array(most);
    this.starts = new Uint32Array(most);
    this.ends = new Uint32Array(most);
    this.newLines = new Uint8Array(most);
  }

  /** Before the first and after the last it is {@link Kind.none}. */
  kind(i: number): number {
    return this.kinds[i] ?? Kind.none;
  }

  text(i: number): string {
    return this.code.slice(this.starts[i] ?? 0, this.ends[i] ?? 0);
  }
}

/** What a character begins, by its code; the rest needs patterns. */
const Begins = {
  word: 0,
  digit: 1,
  space: 2,
  line: 3,
  /** A sign that is always alone. */
  sign: 4,
  /** A sign that others of its like may follow. */
  operator: 5,
  string: 6,
  brace: 7,
  template: 8,
  slash: 9,
  rare: 10,
} as const;

const BEGINS = new Uint8Array(65_536).fill(Begins.rare);
for (const [characters, what] of [
  ["$#@\\_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", Begins.word],
  ["0123456789", Begins.digit],
  [" \t", Begins.space],
  ["\n", Begins.line],
  ["()[]:;,", Begins.sign],
  ["=!<>|&?+-*%^.", Begins.operator],
  [`"'`, Begins.string],
  ["{}", Begins.brace],
  ["`", Begins.template],
  ["/", Begins.slash],
] as const) {
  for (const character of characters) BEGINS[character.charCodeAt(0)] = what;
}

const SPACE = /\s+/y;
/** What begins with a letter that is not ASCII. */
const OTHER_WORD = /[\p{ID_Start}\p{ID_Continue}\u200c\u200d]+/uy;
const NUMBER = /\.?\d(?:[\w.]|(?<=[eE])[+-])*/y;
const COMMENT = /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/y;
const REGEX = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
/** Up to the next substitution, or to the end of the template. */
const TEMPLATE = /[`}](?:[^`\\$]|\\[^]?|\$(?!\{))*(?:`|\$\{|$)/y;
// `<` and `>` stand alone: in `A<B<C>>` they close two lists.
const SIGN =
  /=>|\.\.\.|\?\.(?!\d)|\?\?=?|&&=?|\|\|=?|[=!]==?|\*\*=?|\+\+|--|[-+*/%&|^]=|[<>]=|[^]/uy;

/** A file that a person broke still has tokens: what does not end is a sign. */
export function scan(source: string): Tokens {
  const code = source.includes("\r") ? source.replace(/\r\n?/g, "\n") : source;
  const tokens = new Tokens(code);
  const { kinds, starts, ends, newLines } = tokens;
  /** For each open `${`, how many braces are open in it. */
  const substitutions: number[] = [];
  let newLine = false;
  let at = 0;
  while (at < code.length) {
    const start = at;
    let kind: number = Kind.sign;
    switch (BEGINS[code.charCodeAt(at)]) {
      case Begins.space:
        at += 1;
        continue;
      case Begins.line:
        newLine = true;
        at += 1;
        continue;
      case Begins.word:
        kind = Kind.word;
        at += 1;
        while (BEGINS[code.charCodeAt(at)]! <= Begins.digit) at += 1;
        break;
      case Begins.string:
        kind = Kind.string;
        at = endOfString(code, at);
        break;
      case Begins.sign:
        at += 1;
        break;
      case Begins.operator:
        switch (BEGINS[code.charCodeAt(at + 1)]) {
          case Begins.operator:
            at = endOf(SIGN, code, at);
            break;
          case Begins.digit:
            at = endOf(NUMBER, code, at);
            if (at > start) kind = Kind.number;
            else at += 1;
            break;
          default:
            at += 1;
        }
        break;
      case Begins.digit:
        kind = Kind.number;
        at = endOf(NUMBER, code, at);
        break;
      case Begins.brace: {
        const depth = substitutions.length - 1;
        if (code[at] === "}" && substitutions[depth] === 0) {
          substitutions.pop();
          kind = Kind.template; // it goes on
          break;
        }
        if (depth >= 0) substitutions[depth]! += code[at] === "{" ? 1 : -1;
        at += 1;
        break;
      }
      case Begins.template:
        kind = Kind.template;
        break;
      case Begins.slash:
        at = endOf(COMMENT, code, at);
        if (at > start) {
          const comment = code.slice(start, at);
          tokens.comments.push(comment.replace(/\s+/g, ""));
          continue;
        }
        if (!endsOperand(tokens, tokens.count - 1)) {
          at = endOf(REGEX, code, at);
        }
        if (at > start) kind = Kind.regex;
        else at = endOf(SIGN, code, at);
        break;
      default:
        at = endOf(OTHER_WORD, code, at);
        if (at > start) {
          kind = Kind.word;
          break;
        }
        at = endOf(SPACE, code, at);
        if (at > start) {
          newLine ||= code.slice(start, at).includes("\n");
          continue;
        }
        at = endOf(SIGN, code, at);
    }
    if (kind === Kind.template) {
      at = endOf(TEMPLATE, code, start);
      if (code.endsWith("${", at)) substitutions.push(0);
    } else if (kind === Kind.sign && at === start + 1) {
      const unit = code.charCodeAt(start);
      if (unit < 128) kind = unit;
    }
    if (at === start) throw new Error(`no token at ${start}`); // would never end
    const i = tokens.count++;
    kinds[i] = kind;
    starts[i] = start;
    ends[i] = at;
    newLines[i] = newLine ? 1 : 0;
    newLine = false;
  }
  return tokens;
}

/** Where the pattern's match at a place ends; the place itself: there is none. */
function endOf(pattern: RegExp, code: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(code) ? pattern.lastIndex : at;
}

/** After the closing quote, or where the line ends before that. */
function endOfString(code: string, start: number): number {
  const quote = code.charCodeAt(start);
  let at = start + 1;
  while (at < code.length) {
    const unit = code.charCodeAt(at);
    if (unit === quote) return at + 1;
    if (unit === LINE_END) return at;
    at += unit === BACKSLASH ? 2 : 1;
  }
  return code.length;
}

const EXPECTS_OPERAND = new Set(
  "return typeof case extends as satisfies is keyof in of".split(" "),
);

/** Whether an infix operator can follow a token. */
export function endsOperand(tokens: Tokens, i: number): boolean {
  switch (tokens.kind(i)) {
    case Kind.word:
      return !EXPECTS_OPERAND.has(tokens.text(i));
    case Kind.template:
      return !tokens.text(i).endsWith("${");
    case Kind.string:
    case Kind.number:
    case Kind.regex:
    case Sign.closeParenthesis:
    case Sign.closeBracket:
    case Sign.closeBrace:
    case Sign.greater:
      return true;
    default:
      return false;
  }
}
