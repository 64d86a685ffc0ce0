/**
 * YAML 1.2 core, to values or to ranges. The only door to the `yaml` library,
 * which is heavy: import this module lazily.
 */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Document,
  type Node,
  type Scalar,
  type YAMLMap,
} from "yaml";
import { isObject, type Json } from "../source/json.js";
import type { Diagnostics, Target } from "../diagnostics/diagnostics.js";
import type { SourceFile } from "../source/source-file.js";
import { isList } from "./fields.js";
import { MAX_ALIASED_VALUES, MAX_DEPTH, MAX_MISTAKES } from "./limits.js";
import { checkNumber } from "./numbers.js";
import type { Range, RangeMember, RangeNode } from "./range-tree.js";
import { isOverflow, reportProblem, tooDeepAt } from "./yaml-problems.js";

/** `undefined`: it was reported. Objects have no prototype. */
export function readYaml(
  file: SourceFile,
  diagnostics: Diagnostics,
): Json | undefined {
  const deep = tooDeepAt(file.text);
  if (deep !== undefined) {
    const range = { start: deep, end: deep + 1 };
    const target = { file, path: undefined, range };
    diagnostics.report("nesting-too-deep", target, { limit: MAX_DEPTH });
    return undefined;
  }
  const [document, second] = parse(file);
  if (document === undefined) return null;
  for (const error of document.errors.slice(0, MAX_MISTAKES)) {
    reportProblem(file, diagnostics, error);
    // All that follows an overflow of the library's stack is the same again.
    if (isOverflow(error)) break;
  }
  if (second) {
    const start = file.text.lastIndexOf("---", second.range[0]);
    const range = { start: Math.max(start, 0), end: Math.max(start, 0) + 3 };
    const target = { file, path: undefined, range };
    diagnostics.report("yaml-many-documents", target, {});
  }
  if (document.errors.length > 0 || second) return undefined;
  try {
    const { contents } = document;
    // The native format is YAML 1.2; what others wrote is read as they read it.
    const merges = !(isMap(contents) && contents.has("realtime"));
    const reader = new ValueReader(file, diagnostics, merges);
    return reader.value(document.contents);
  } catch (error) {
    if (error instanceof Stop) return undefined;
    throw error;
  }
}

/** As much as can be made out where the text is not quite YAML. */
export function readYamlRanges(file: SourceFile): RangeNode {
  const [document] = parse(file);
  if (!document?.contents) return { start: 0, end: 0 };
  return rangesOf(document.contents, 0, new Map());
}

function parse(file: SourceFile): Document.Parsed[] {
  const documents = parseAllDocuments(file.text, {
    // The library compares every key with every other one.
    uniqueKeys: false,
    prettyErrors: false,
    merge: false,
    version: "1.2",
    schema: "core",
    logLevel: "silent",
  });
  return Array.isArray(documents) ? documents : [];
}

/** Leaves the reader where going on makes no sense; the reason was reported. */
class Stop extends Error {}

class ValueReader {
  readonly #file: SourceFile;
  readonly #diagnostics: Diagnostics;
  readonly #merges: boolean;
  #toldMerge = false;
  readonly #open = new Set<Node>();
  /** The library looks through the whole document for each alias. */
  readonly #anchors = new Map<string, Node>();
  #depth = 0;
  /** The outermost alias that is being expanded. */
  #alias: Node | undefined;
  #aliased = 0;
  #mistakes = 0;

  /** @param merges Whether `<<` is read as YAML 1.1 has it. */
  constructor(file: SourceFile, diagnostics: Diagnostics, merges: boolean) {
    this.#file = file;
    this.#diagnostics = diagnostics;
    this.#merges = merges;
  }

  value(node: Node | null): Json {
    if (node === null) return null;
    if (this.#alias && ++this.#aliased > MAX_ALIASED_VALUES) {
      this.#diagnostics.report("yaml-alias-bomb", this.#target(this.#alias), {
        limit: MAX_ALIASED_VALUES,
      });
      throw new Stop();
    }
    if (isAlias(node)) return this.#expand(node);
    this.#note(node);
    this.#checkTag(node);
    if (isScalar(node)) return this.#scalar(node);
    if (this.#depth >= MAX_DEPTH) {
      this.#diagnostics.report("nesting-too-deep", this.#target(node), {
        limit: MAX_DEPTH,
      });
      throw new Stop();
    }
    this.#depth++;
    this.#open.add(node);
    const value = isMap(node)
      ? this.#map(node)
      : isSeq<Node | null>(node)
        ? node.items.map((item) => this.value(item))
        : null;
    this.#open.delete(node);
    this.#depth--;
    return value;
  }

  /** An anchor holds until the next of its name, in the order of the text. */
  #note(node: Node & { anchor?: string }): void {
    if (node.anchor !== undefined && !this.#alias) {
      this.#anchors.set(node.anchor, node);
    }
  }

  #expand(node: Node & { source: string }) {
    const target = this.#target(node);
    const source = this.#anchors.get(node.source);
    if (source === undefined) {
      const anchor = node.source;
      this.#diagnostics.report("yaml-alias-unknown", target, { anchor });
      return null;
    }
    if (this.#open.has(source)) {
      const anchor = node.source;
      this.#diagnostics.report("yaml-alias-recursive", target, { anchor });
      return null;
    }
    const outer = this.#alias;
    this.#alias ??= node;
    const value = this.value(source);
    this.#alias = outer;
    return value;
  }

  #map(map: YAMLMap): Json {
    const object: Record<string, Json> = Object.create(null);
    const merged = new Set<string>();
    for (const { key, value } of map.items) {
      if (this.#merges && isMergeKey(key)) {
        this.#merge(object, merged, key, asNode(value));
        continue;
      }
      const name = this.#key(key, map);
      if (name === undefined) continue;
      // What stands in the map itself takes the place of what is merged.
      if (name in object && !merged.delete(name)) {
        this.#diagnostics.report("duplicate-key", this.#target(key), {
          key: name,
        });
        if (++this.#mistakes >= MAX_MISTAKES) throw new Stop();
      }
      object[name] = this.value(asNode(value));
    }
    return object;
  }

  /** YAML 1.1, "Merge Key": what is there already stays. */
  #merge(
    object: Record<string, Json>,
    merged: Set<string>,
    key: unknown,
    node: Node | null,
  ): void {
    const value = this.value(node);
    for (const part of isList(value) ? value : [value]) {
      if (!isObject(part)) {
        this.#diagnostics.report("yaml-merge-key", this.#target(key), {});
        continue;
      }
      for (const name in part) {
        if (name in object) continue;
        object[name] = part[name] ?? null;
        merged.add(name);
      }
      if (!this.#toldMerge)
        this.#diagnostics.report("yaml-merge-taken", this.#target(key), {});
      this.#toldMerge = true;
    }
  }

  #key(key: unknown, map: Node): string | undefined {
    const found = isAlias(key) ? this.#anchors.get(key.source) : key;
    if (isScalar(found)) {
      if (!isAlias(key)) this.#note(found);
      if (isMergeKey(found)) {
        this.#diagnostics.report("yaml-merge-key", this.#target(found), {});
        return undefined;
      }
      // As written: `404`, `1.10` and `true` are texts when they are keys.
      return typeof found.value === "string"
        ? found.value
        : (found.source ?? String(found.value));
    }
    this.#diagnostics.report("yaml-key", this.#target(key ?? map), {
      found: isMap(found) ? "an object" : isSeq(found) ? "a list" : "nothing",
    });
    return undefined;
  }

  #scalar(node: Scalar): Json {
    const { value, source = "" } = node;
    switch (typeof value) {
      case "string":
      case "boolean":
        return value;
      case "number":
      case "bigint": {
        const target = this.#target(node);
        const number = /^[-+]?\d+$/.test(source)
          ? checkNumber(source, target, this.#diagnostics)
          : Number(value);
        if (!Number.isFinite(number)) {
          this.#diagnostics.report("number-too-large", target, { source });
        } else if (/^\d{1,2}\.\d?[1-9]0$/.test(source)) {
          this.#diagnostics.report("number-loses-zero", target, {
            source,
            value: number,
          });
        }
        return number;
      }
      default:
        return null;
    }
  }

  #checkTag(node: Node): void {
    const tag = node.tag;
    if (
      tag === undefined ||
      /^(!|tag:yaml\.org,2002:(str|int|float|bool|null|map|seq))$/.test(tag)
    )
      return;
    this.#diagnostics.report("yaml-tag", this.#target(node), { tag });
  }

  #target(node: unknown): Target {
    const range = rangeOf(asNode(node)) ?? { start: 0, end: 0 };
    return { file: this.#file, path: undefined, range };
  }
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === "<<" && key.type === "PLAIN";
}

function asNode(node: unknown): Node | null {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)
    ? node
    : null;
}

function rangeOf(node: Node | null): Range | undefined {
  const range = node?.range;
  return range ? { start: range[0], end: range[1] } : undefined;
}

/** @param anchors Told so far: an alias shares the parts of its source. */
function rangesOf(
  node: Node,
  depth: number,
  anchors: Map<string, RangeNode>,
): RangeNode {
  const range = rangeOf(node) ?? { start: 0, end: 0 };
  // A file that was refused for its depth is read here all the same.
  if (depth > MAX_DEPTH) return range;
  if (isAlias(node)) return { ...anchors.get(node.source), ...range };
  const ranges = partsOf(node, range, (part) =>
    rangesOf(part, depth + 1, anchors),
  );
  if ("anchor" in node && node.anchor) anchors.set(node.anchor, ranges);
  return ranges;
}

function partsOf(
  node: Node,
  range: Range,
  inside: (part: Node) => RangeNode,
): RangeNode {
  if (isMap(node)) {
    const members = new Map<string, RangeMember>();
    const merged: RangeNode[] = [];
    for (const { key, value } of node.items) {
      const keyRange = rangeOf(asNode(key)) ?? range;
      if (!isScalar(key)) continue;
      const name =
        typeof key.value === "string"
          ? key.value
          : (key.source ?? String(key.value));
      const valueNode = asNode(value);
      const inner: RangeNode = valueNode
        ? inside(valueNode)
        : { start: keyRange.end, end: keyRange.end };
      members.set(name, { key: keyRange, value: inner });
      if (isMergeKey(key)) merged.push(...(inner.items ?? [inner]));
    }
    const end = endOf(node, range, [...members.values()].at(-1)?.value);
    for (const { members: others = [] } of merged) {
      for (const [name, member] of others) {
        if (!members.has(name)) members.set(name, member);
      }
    }
    return { ...range, end, members };
  }
  if (isSeq<Node | null>(node)) {
    const items = node.items.map((item) => (item ? inside(item) : range));
    return { ...range, end: endOf(node, range, items.at(-1)), items };
  }
  return range;
}

/** The library counts space and comments after a block as part of it. */
function endOf(
  { flow }: { flow?: boolean },
  range: Range,
  last: Range | undefined,
): number {
  return flow === true || last === undefined ? range.end : last.end;
}
