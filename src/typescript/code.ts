/** Statements and calls, laid out as prettier would have them. */
import {
  group,
  ifBreak,
  indent,
  join,
  line,
  print,
  softline,
  width,
  type Doc,
} from "./layout.js";
import { regexLiteral, stringLiteral } from "./literals.js";

/** An expression: text that cannot break, or one of those that can. */
export type Expression = string | Call | List | Arrow | Not | Unlike;

export interface Call {
  readonly kind: "call";
  readonly callee: string;
  readonly args: readonly Expression[];
}

export interface List {
  readonly kind: "list";
  readonly items: readonly Expression[];
}

/** `(v) => body` */
export interface Arrow {
  readonly kind: "arrow";
  readonly body: Expression;
}

/** `!of` */
export interface Not {
  readonly kind: "not";
  readonly of: Expression;
}

/** `value !== what` */
export interface Unlike {
  readonly kind: "unlike";
  readonly value: string;
  readonly what: "undefined" | "null";
}

export function call(callee: string, ...args: readonly Expression[]): Call {
  return { kind: "call", callee, args };
}

/** A regular expression, in its shortest form. */
export function regex(source: string, flags: string): Expression {
  return (
    regexLiteral(source, flags) ??
    call(
      "new RegExp",
      stringLiteral(source),
      ...(flags === "" ? [] : [stringLiteral(flags)]),
    )
  );
}

export function list(items: readonly Expression[]): List {
  return { kind: "list", items };
}

export function arrow(body: Expression): Arrow {
  return { kind: "arrow", body };
}

export function not(of: Expression): Not {
  return { kind: "not", of };
}

export function unlike(value: string, what: Unlike["what"]): Unlike {
  return { kind: "unlike", value, what };
}

/** On one line. */
export function flat(expression: Expression): string {
  if (typeof expression === "string") return expression;
  switch (expression.kind) {
    case "call":
      return `${expression.callee}(${flatList(expression.args)})`;
    case "list":
      return `[${flatList(expression.items)}]`;
    case "arrow":
      return `(v) => ${flat(expression.body)}`;
    case "not":
      return `!${flat(expression.of)}`;
    case "unlike":
      return `${expression.value} !== ${expression.what}`;
    default:
      return expression satisfies never;
  }
}

function flatList(expressions: readonly Expression[]): string {
  let out = "";
  let separator = "";
  for (const one of expressions) {
    out += separator + flat(one);
    separator = ", ";
  }
  return out;
}

/** Whether an expression reads the parameter `v`. */
export function reads(expression: Expression): boolean {
  // A literal may hold a `v` that is no name.
  if (typeof expression === "string")
    return !/^["'`/]/.test(expression) && /\bv\b/.test(expression);
  switch (expression.kind) {
    case "call":
      return expression.args.some(reads);
    case "list":
      return expression.items.some(reads);
    case "arrow":
      return false; // a `v` of its own
    case "not":
      return reads(expression.of);
    case "unlike":
      return reads(expression.value);
    default:
      return expression satisfies never;
  }
}

/** One line of code, broken where it must be. */
export function statement(
  depth: number,
  before: string,
  expression: Expression,
  after = ";",
): string {
  const text = before + flat(expression) + after;
  if (depth * 2 + width(text) <= 80) return `${"  ".repeat(depth)}${text}\n`;
  const lines = broken(depth, before, expression, after);
  if (lines !== undefined) return lines;
  const doc = [before, docOf(expression), after];
  return `${"  ".repeat(depth)}${print(doc, depth)}\n`;
}

/**
 * The common long line, laid out without the general algorithm: the items of
 * a list at the end, or else the arguments, on a line each.
 */
function broken(
  depth: number,
  before: string,
  expression: Expression,
  after: string,
): string | undefined {
  if (typeof expression === "string" || expression.kind !== "call")
    return undefined;
  const { callee, args } = expression;
  const last = hugged(expression);
  const parts = last ? last.items : args;
  const pad = "  ".repeat(depth);
  let head = `${pad}${before}${callee}(`;
  if (last) {
    for (const arg of args.slice(0, -1)) head += `${flat(arg)}, `;
    head += "[";
  }
  if (parts.length === 0 || width(head) > 80) return undefined;
  let out = `${head}\n`;
  for (const part of parts) {
    const text = `${pad}  ${flat(part)},`;
    if (width(text) > 80) return undefined;
    out += `${text}\n`;
  }
  return `${out}${pad}${last ? "])" : ")"}${after}\n`;
}

/** A list at the end that keeps its brackets at those of the call. */
function hugged({ args }: Call): List | undefined {
  const last = args.at(-1);
  const before = args.at(-2);
  if (typeof last !== "object" || last.kind !== "list") return undefined;
  if (last.items.length === 0) return undefined;
  if (typeof before === "object" && before.kind === "list") return undefined;
  return args.length > 1 && areNumbers(last.items) ? undefined : last;
}

/** `if (test) then;` with a line end before `then` where it does not fit. */
export function ifStatement(
  depth: number,
  test: Expression,
  before: string,
  then: Expression,
): string {
  const pad = "  ".repeat(depth);
  const head = `${pad}if (${flat(test)})`;
  const body = `${before}${flat(then)};`;
  if (width(head) + 1 + width(body) <= 80) return `${head} ${body}\n`;
  if (width(head) <= 80 && depth * 2 + 2 + width(body) <= 80)
    return `${head}\n${pad}  ${body}\n`;
  const doc = group([
    "if (",
    group([indent([softline, docOf(test)]), softline]),
    ")",
    indent([line, before, docOf(then), ";"]),
  ]);
  return `${pad}${print(doc, depth)}\n`;
}

/** `head = value;`, with a line end after `=` where the value cannot begin. */
export function constant(head: string, value: Expression): string {
  const begins = beginning(value);
  const room = 80 - width(head) - 3;
  if (width(flat(value)) + 1 <= room || (begins > 0 && begins <= room))
    return statement(0, `${head} = `, value);
  return `${head} =\n  ${print([docOf(value), ";"], 1)}\n`;
}

/** How much of it stays on the first line where it is broken; nothing where it is not. */
function beginning(value: Expression): number {
  if (typeof value === "string") return 0;
  if (value.kind === "list") return 1;
  return value.kind === "call" ? width(value.callee) + 1 : 0;
}

/**
 * The first line of a check, down to its brace. Compilers refuse a parameter
 * that is not read, unless its name begins with `_`.
 */
export function signature(
  name: string,
  exported: boolean,
  isRead = true,
  returns = "Issues",
): string {
  const head = `${exported ? "export " : ""}function ${name}(`;
  const parameter = `${isRead ? "v" : "_v"}: unknown`;
  const flat = `${head}${parameter}): ${returns} {`;
  return width(flat) <= 80 ? flat : `${head}\n  ${parameter},\n): ${returns} {`;
}

/** An access such as `v["id"]`, which breaks inside the brackets. */
export function member(object: string, key: string): string {
  return `${object}[${key}]`;
}

export function docOf(expression: Expression): Doc {
  if (typeof expression === "string") return accessDoc(expression);
  switch (expression.kind) {
    case "call":
      return callDoc(expression);
    case "list":
      return listDoc(expression.items);
    case "arrow":
      return group(["(v) =>", group(indent([line, docOf(expression.body)]))]);
    case "not":
      return ["!", docOf(expression.of)];
    case "unlike":
      return [
        accessDoc(expression.value),
        " ",
        group(["!==", line, expression.what]),
      ];
    default:
      return expression satisfies never;
  }
}

/** The only text of ours that prettier breaks: `v["a long name"]`. */
function accessDoc(text: string): Doc {
  const match = /^(v)\[((["']).*\3)\]$/s.exec(text);
  if (!match) return text;
  return [
    match[1]!,
    group(["[", indent([softline, match[2]!]), softline, "]"]),
  ];
}

function callDoc(one: Call): Doc {
  const docs = one.args.map(docOf);
  const args: Doc = [
    "(",
    indent([softline, join([",", line], docs)]),
    ifBreak(","),
    softline,
    ")",
  ];
  const last = hugged(one);
  if (!last) return [one.callee, group(args)];
  const head = docs.slice(0, -1).flatMap((doc) => [doc, ", "]);
  const states = [
    ["(", ...head, docs.at(-1)!, ")"],
    ["(", ...head, group(listDoc(last.items), true), ")"],
    group(args, true),
  ];
  return [one.callee, { kind: "choice", states }];
}

function listDoc(items: readonly Expression[]): Doc {
  if (items.length === 0) return "[]";
  const inner: Doc = areNumbers(items)
    ? { kind: "fill", items: items.map(flat) }
    : join([",", line], items.map(docOf));
  return group(["[", indent([softline, inner]), ifBreak(","), softline, "]"]);
}

function areNumbers(items: readonly Expression[]): boolean {
  return (
    items.length > 1 &&
    items.every((item) => typeof item === "string" && /^-?[\d.]/.test(item))
  );
}
