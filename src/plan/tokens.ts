/**
 * What a TypeScript file says, whatever a formatter made of its looks: the
 * text that the `tokens:` hash of a header is taken of.
 *
 * Two texts with the same canonical form differ only in what prettier changes
 * under some setting: white space and line ends; quotes of strings and of
 * property names; semicolons that end statements and members; trailing
 * commas; the bar before a union's first member; parentheses around a sole
 * parameter of an arrow function, and around the whole of what follows
 * `return`, `throw` or `=>`, or stands between `?` and `:`; on which side of an operator a comment
 * stands. Comments count, in their order, less the white space in them.
 * Everything else is an edit.
 */

import {
  LINE_END,
  endsOperand,
  Kind,
  scan,
  Sign,
  type Tokens,
} from "./token-scanner.js";

/** One line per token, then one per comment; equal for texts that a formatter may turn into each other. */
export function canonicalTokens(code: string): string {
  const tokens = scan(code);
  return written(tokens, usesOf(tokens));
}

/** What becomes of a token. */
const Use = { whole: 0, dropped: 1, unquoted: 2 } as const;

/** Drops what is there for looks, and takes the quotes off property names. */
function usesOf(tokens: Tokens): Uint8Array {
  const { kinds, count } = tokens;
  const uses = new Uint8Array(count);
  /** Brackets that are open. */
  const open: number[] = [];
  for (let i = 0; i < count; i++) {
    switch (kinds[i]) {
      case Kind.word: // most of all: asked first
        break;
      case Kind.string:
        if (isBareKey(tokens, i)) uses[i] = Use.unquoted;
        break;
      case Sign.openParenthesis:
      case Sign.openBracket:
      case Sign.openBrace:
        open.push(i);
        break;
      case Sign.closeBracket:
      case Sign.closeBrace:
        open.pop();
        break;
      case Sign.closeParenthesis: {
        const start = open.pop();
        if (start === undefined || !isIdle(tokens, start, i)) break;
        uses[start] = Use.dropped;
        uses[i] = Use.dropped;
        break;
      }
      case Sign.semicolon:
        // Those of `for (;;)` are no matter of style.
        if (kinds[open.at(-1) ?? count] !== Sign.openParenthesis) {
          uses[i] = Use.dropped;
        }
        break;
      case Sign.comma:
        if (closes(tokens.kind(i + 1))) uses[i] = Use.dropped;
        break;
      case Sign.bar:
      case Sign.ampersand:
        if (!endsOperand(tokens, i - 1)) uses[i] = Use.dropped;
        break;
    }
  }
  return uses;
}

function closes(kind: number): boolean {
  return (
    kind === Sign.closeParenthesis ||
    kind === Sign.closeBracket ||
    kind === Sign.closeBrace ||
    kind === Sign.greater
  );
}

/** Whether two parentheses are there for looks. */
function isIdle(tokens: Tokens, start: number, end: number): boolean {
  const soleParameter =
    end === start + 2 &&
    tokens.kind(end - 1) === Kind.word &&
    tokens.text(end + 1) === "=>";
  if (soleParameter) return true;
  // `=> ({` holds an object, `=> {` a block.
  const object =
    tokens.kind(start + 1) === Sign.openBrace &&
    tokens.text(start - 1) === "=>";
  return !object && enclosesOperand(tokens, start, end);
}

/** Whether parentheses hold the whole of an operand, by what is around them. */
function enclosesOperand(tokens: Tokens, start: number, end: number): boolean {
  switch (tokens.text(start - 1)) {
    case "return":
    case "throw":
    case "=>":
      return !continues(tokens, end + 1);
    case "?":
      return tokens.text(end + 1) === ":";
    case "extends":
      return tokens.text(end + 1) === "?";
    default:
      return false;
  }
}

/** Whether a token goes on with the expression that a `)` before it ended. */
function continues(tokens: Tokens, at: number): boolean {
  switch (tokens.kind(at)) {
    case Kind.word:
      return (
        tokens.newLines[at] === 0 ||
        /^(?:as|satisfies|in|instanceof)$/.test(tokens.text(at))
      );
    case Kind.template:
      return tokens.text(at).startsWith("`");
    case Kind.none:
    case Kind.string:
    case Kind.number:
    case Kind.regex:
    case Sign.semicolon:
    case Sign.comma:
    case Sign.closeParenthesis:
    case Sign.closeBracket:
    case Sign.closeBrace:
      return false;
    default:
      return true; // any other sign
  }
}

/** The name of a property that needs no quotes. */
function isBareKey(tokens: Tokens, i: number): boolean {
  switch (tokens.kind(i + 1)) {
    case Sign.colon:
    case Sign.openParenthesis:
    case Sign.less:
      break;
    case Sign.question:
      if (tokens.kind(i + 2) === Sign.colon) break;
      return false;
    default:
      return false;
  }
  const before = tokens.text(i - 1);
  return (
    ((tokens.newLines[i] === 1 && before !== "?") ||
      /^(?:[{,;*]|readonly|async|[gs]et|static)$/.test(before)) &&
    /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(tokens.text(i).slice(1, -1))
  );
}

/** Unit by unit: a string for each token would cost more than finding it. */
function written(tokens: Tokens, uses: Uint8Array): string {
  const { code, count, kinds, starts, ends, comments } = tokens;
  const isPlain = !code.includes("'") && !code.includes("\\");
  const units = new Uint16Array(code.length + count);
  let length = 0;
  for (let i = 0; i < count; i++) {
    const use = uses[i]!;
    if (use === Use.dropped) continue;
    if (length > 0) units[length++] = LINE_END;
    if (kinds[i] !== Kind.string || isPlain || use === Use.unquoted) {
      const quote = use === Use.unquoted ? 1 : 0;
      length = copy(code, starts[i]! + quote, ends[i]! - quote, units, length);
    } else {
      const text = canonicalString(tokens.text(i));
      length = copy(text, 0, text.length, units, length);
    }
  }
  if (length === 0) return comments.join("\n");
  const text = Buffer.from(units.buffer).toString("utf16le", 0, 2 * length);
  return [text, ...comments].join("\n");
}

/** @returns where the copy ends */
function copy(
  from: string,
  start: number,
  end: number,
  to: Uint16Array,
  at: number,
): number {
  let next = at;
  for (let i = start; i < end; i++) to[next++] = from.charCodeAt(i);
  return next;
}

/** The same for `'a'` and `"a"`; escapes other than of quotes stay as they are. */
function canonicalString(text: string): string {
  if (!text.includes("\\")) return `"${text.slice(1, -1)}"`;
  const body = text
    .slice(1, -1)
    .replace(/\\([^])/g, (escape, char: string) =>
      char === '"' || char === "'" ? char : escape,
    );
  return `"${body}"`;
}
