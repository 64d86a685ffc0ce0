/** Values as YAML 1.2, such that readers of YAML 1.1 take them for the same. */
import {
  Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  Scalar,
  visit,
  YAMLSeq,
  type Node,
} from "yaml";
import type { Json } from "../source/json.js";

/** Columns that a map or list on one line may reach to. */
const WIDTH = 80;

/** Levels that are a document's own structure, one line for each name. */
const STRUCTURE = 4;

/**
 * Two spaces; what is small stands on one line. Strings are quoted where they
 * would be read as something else, and never folded.
 */
export function printYaml(value: Json): string {
  const document = new Document(value, {
    aliasDuplicateObjects: false,
    compat: "yaml-1.1",
  });
  visit(document, {
    Collection(_, node, path) {
      const depth = path.filter(isCollection).length;
      const last = path.at(-1);
      const name =
        last && "key" in last && isScalar(last.key)
          ? String(last.key.value).length + 2
          : 2;
      const nesting = depth >= STRUCTURE ? 2 : 0;
      if (isMap(node) && depth < STRUCTURE - 1) return;
      const width = widthOf(node, nesting);
      node.flow = 2 * depth + name + width <= WIDTH;
      if (isSeq(node) && node.flow) withoutPadding(node);
    },
    Scalar(_, node) {
      // A version is a text, and looks like one.
      if (typeof node.value === "string" && /^[\d.]+$/.test(node.value)) {
        node.type = Scalar.QUOTE_DOUBLE;
      }
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** Columns on one line; endless where it should not stand on one. */
function widthOf(node: unknown, nesting: number): number {
  if (isScalar(node)) {
    const text = String(node.value);
    return text.includes("\n") ? Infinity : text.length + 2;
  }
  if (!isCollection(node) || nesting < 0) return Infinity;
  let width = 2;
  for (const item of node.items as readonly Node[]) {
    width +=
      "key" in item && "value" in item
        ? widthOf(item.key, 0) + widthOf(item.value, nesting - 1)
        : widthOf(item, nesting - 1);
  }
  return width;
}

/** `[a, b]` beside `{ a: b }`: the library has one setting for both. */
function withoutPadding(list: YAMLSeq): void {
  list.toString = (context, ...rest) =>
    YAMLSeq.prototype.toString.call(
      list,
      context && { ...context, flowCollectionPadding: "" },
      ...rest,
    );
}
