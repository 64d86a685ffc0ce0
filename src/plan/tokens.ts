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

type Kind = "word" | "string" | "template" | "number" | "regex" | "sign";

/** Columns, not objects: a large contract has a million tokens. */
interface Tokens {
  readonly kinds: Kind[];
  readonly texts: string[];
  /** Whether a line ends somewhere before the token. */
  readonly newLines: boolean[];
  readonly comments: string[];
}

/** One line per token, then one per comment; equal for texts that a formatter may turn into each other. */
export function canonicalTokens(code: string): string {
  const tokens = scan(code);
  const lines = [...tokens.texts];
  unquoteKeys(tokens, lines);
  dropPunctuation(tokens, lines);
  dropParentheses(tokens, lines);
  return [...lines.filter((line) => line !== ""), ...tokens.comments].join(
    "\n",
  );
}

// ---- canonical form: each step edits `lines`; what is dropped becomes empty

const CLOSING = new Set([")", "]", "}", ">"]);

function dropPunctuation(tokens: Tokens, lines: string[]): void {
  const { texts, kinds } = tokens;
  const open: string[] = [];
  for (let i = 0; i < texts.length; i++) {
    if (kinds[i] !== "sign") continue;
    const text = texts[i]!;
    switch (text) {
      case "(":
      case "[":
      case "{":
        open.push(text);
        break;
      case ")":
      case "]":
      case "}":
        open.pop();
        break;
      case ";":
        // Those of `for (;;)` are no matter of style.
        if (open.at(-1) !== "(") lines[i] = "";
        break;
      case ",":
        if (kinds[i + 1] === "sign" && CLOSING.has(texts[i + 1]!)) {
          lines[i] = "";
        }
        break;
      case "|":
      case "&":
        if (!endsOperand(kinds[i - 1], texts[i - 1])) lines[i] = "";
        break;
    }
  }
}

const EXPECTS_OPERAND = new Set(
  "return typeof case extends as satisfies is keyof in of".split(" "),
);

/** Whether an infix operator can follow. */
function endsOperand(kind: Kind | undefined, text = ""): boolean {
  switch (kind) {
    case undefined:
      return false;
    case "word":
      return !EXPECTS_OPERAND.has(text);
    case "sign":
      return CLOSING.has(text);
    case "template":
      return !text.endsWith("${");
    case "string":
    case "number":
    case "regex":
      return true;
    default:
      return kind satisfies never;
  }
}

function dropParentheses(tokens: Tokens, lines: string[]): void {
  const { texts, kinds } = tokens;
  const open: number[] = [];
  for (let i = 0; i < texts.length; i++) {
    if (kinds[i] !== "sign") continue;
    if (texts[i] === "(") open.push(i);
    if (texts[i] !== ")") continue;
    const start = open.pop();
    if (start === undefined) continue;
    const soleParameter =
      i === start + 2 && kinds[i - 1] === "word" && texts[i + 1] === "=>";
    // `=> ({` holds an object, `=> {` a block.
    const object = texts[start + 1] === "{" && texts[start - 1] === "=>";
    if (soleParameter || (!object && enclosesOperand(tokens, start, i))) {
      lines[start] = "";
      lines[i] = "";
    }
  }
}

/** Whether parentheses hold the whole of an operand, by what is around them. */
function enclosesOperand(tokens: Tokens, start: number, end: number): boolean {
  const { texts } = tokens;
  switch (texts[start - 1]) {
    case "return":
    case "throw":
    case "=>":
      return !continues(tokens, end + 1);
    case "?":
      return texts[end + 1] === ":";
    case "extends":
      return texts[end + 1] === "?";
    default:
      return false;
  }
}

/** Whether a token goes on with the expression that a `)` before it ended. */
function continues({ kinds, texts, newLines }: Tokens, at: number): boolean {
  const kind = kinds[at];
  const text = texts[at]!;
  switch (kind) {
    case "word":
      return !newLines[at] || /^(?:as|satisfies|in|instanceof)$/.test(text);
    case "sign":
      return !/^[;,)\]}]$/.test(text);
    case "template":
      return text.startsWith("`");
    case undefined:
    case "string":
    case "number":
    case "regex":
      return false;
    default:
      return kind satisfies never;
  }
}

/** Names of properties that need no quotes lose them. */
function unquoteKeys(tokens: Tokens, lines: string[]): void {
  const { kinds, texts, newLines } = tokens;
  for (let i = 0; i < texts.length; i++) {
    if (kinds[i] !== "string") continue;
    const name = texts[i]!.slice(1, -1);
    const before = texts[i - 1] ?? "";
    const after = texts[i + 1] ?? "";
    const optional = after === "?" && texts[i + 2] === ":";
    if (
      (optional || /^[:(<]$/.test(after)) &&
      ((newLines[i] && before !== "?") ||
        /^(?:[{,;*]|readonly|async|[gs]et|static)$/.test(before)) &&
      /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)
    ) {
      lines[i] = name;
    }
  }
}

// ---- scanner

const SPACE = /\s+/y;
const WORD = /[$\w#@\\]+/y;
const OTHER_WORD = /[\p{ID_Start}\p{ID_Continue}\u200c\u200d]+/uy;
const NUMBER = /\.?\d(?:[\w.]|(?<=[eE])[+-])*/y;
const COMMENT = /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/y;
const STRING = /"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?/y;
const REGEX = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
/** Up to the next substitution, or to the end of the template. */
const TEMPLATE = /[`}](?:[^`\\$]|\\[^]|\$(?!\{))*(?:`|\$\{|$)/y;
// `<` and `>` stand alone: in `A<B<C>>` they close two lists.
const SIGN =
  /=>|\.\.\.|\?\.(?!\d)|\?\?=?|&&=?|\|\|=?|[=!]==?|\*\*=?|\+\+|--|[-+*/%&|^]=|[<>]=|[^]/uy;

function scan(source: string): Tokens {
  const code = source.includes("\r") ? source.replace(/\r\n?/g, "\n") : source;
  const kinds: Kind[] = [];
  const texts: string[] = [];
  const newLines: boolean[] = [];
  const comments: string[] = [];
  /** For each open `${`, how many braces are open in it. */
  const substitutions: number[] = [];
  let newLine = false;
  let at = 0;

  /** Takes what the pattern finds here. */
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    if (!pattern.test(code)) return undefined;
    const text = code.slice(at, pattern.lastIndex);
    at = pattern.lastIndex;
    return text;
  };
  // A file that a person broke still has tokens: what does not end is a sign.
  const must = (pattern: RegExp): string => take(pattern) ?? code[at++]!;
  const push = (kind: Kind, text: string): void => {
    kinds.push(kind);
    texts.push(text);
    newLines.push(newLine);
    newLine = false;
  };

  while (at < code.length) {
    // Most of all text is words and spaces between them: without patterns.
    const start = at;
    while (isWordCode(code.charCodeAt(at))) at += 1;
    if (at > start) {
      // What begins with a digit may go on otherwise: `1.5`.
      if (!isDigit(code[start]!)) {
        push("word", code.slice(start, at));
        continue;
      }
      at = start;
    }
    const char = code[at]!;
    const next = code[at + 1] ?? "";
    let text: string | undefined;
    switch (char) {
      case "\n":
        newLine = true;
        at += 1;
        continue;
      case " ":
      case "\t":
        at += 1;
        continue;
      case "(":
      case ")":
      case "[":
      case "]":
      case ":":
      case ";":
      case ",":
        at += 1;
        push("sign", char);
        continue;
      case '"':
      case "'":
        push("string", canonicalString(must(STRING)));
        continue;
      case "{":
      case "}": {
        const depth = substitutions.length - 1;
        if (char === "}" && substitutions[depth] === 0) {
          substitutions.pop();
          break; // a template goes on
        }
        if (depth >= 0) substitutions[depth]! += char === "{" ? 1 : -1;
        at += 1;
        push("sign", char);
        continue;
      }
      case "/":
        if (next === "/" || next === "*") {
          comments.push(must(COMMENT).replace(/\s+/g, ""));
          continue;
        }
        if (!endsOperand(kinds.at(-1), texts.at(-1))) text = take(REGEX);
        push(text === undefined ? "sign" : "regex", text ?? must(SIGN));
        continue;
    }
    if (char === "`" || char === "}") {
      text = must(TEMPLATE);
      if (text.endsWith("${")) substitutions.push(0);
      push("template", text);
    } else if (isDigit(char) || (char === "." && isDigit(next))) {
      push("number", must(NUMBER));
    } else if ((text = take(WORD) ?? take(OTHER_WORD)) !== undefined) {
      push("word", text);
    } else if ((text = take(SPACE)) !== undefined) {
      newLine ||= text.includes("\n");
    } else {
      push("sign", must(SIGN));
    }
  }
  return { kinds, texts, newLines, comments };
}

/** `$`, `\w`, `#`, `@` and `\\`, as {@link WORD} has them. */
function isWordCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || // a to z
    (code >= 64 && code <= 90) || // @, A to Z
    (code >= 48 && code <= 57) || // 0 to 9
    code === 95 || // _
    code === 36 || // $
    code === 35 || // #
    code === 92 // \
  );
}

function isDigit(char: string): boolean {
  return char >= "0" && char <= "9";
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
