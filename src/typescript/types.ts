/** Shapes to type declarations, laid out as prettier would have them. */
import type { DefinitionId, Notes } from "../contract/assertion.js";
import type { ObjectShape, Shape } from "../contract/shape.js";
import { inheritanceOf } from "../schema/inheritance.js";
import {
  group,
  ifBreak,
  indent,
  join,
  line,
  print,
  softline,
  value,
  type Doc,
} from "./layout.js";
import { docComment, memberKey, primitiveLiteral } from "./literals.js";
import type { Names } from "./names.js";
import {
  itemPlace,
  memberPlaces,
  outermost,
  propertyPlace,
  tuplePlace,
  valuePlace,
  type Place,
} from "./places.js";

export interface TypeContext {
  readonly names: Names;
  /** The type name of a definition. */
  typeName(id: DefinitionId): string;
  /** What a definition is declared as, if that is an interface. */
  interfaceOf(id: DefinitionId): ObjectShape | undefined;
}

/** One declaration with those of the objects nested in it. */
export interface TypeText {
  readonly text: string;
  /** All names declared, the outermost first. */
  readonly declared: readonly string[];
  /** Definitions that the text names. */
  readonly references: ReadonlySet<DefinitionId>;
  /** Type names of nested objects, by their way from the outermost. */
  readonly nested: ReadonlyMap<string, string>;
}

/** @param key the ledger's key of the outermost type, `name` its name */
export function declareType(
  key: string,
  name: string,
  shape: Shape,
  notes: Notes,
  context: TypeContext,
): TypeText {
  const references = new Set<DefinitionId>();
  const nested = new Map<string, string>();
  const byKey = new Map<string, string>();
  const texts: string[] = [];
  const declared: string[] = [];

  const declare = (
    own: string,
    what: Shape,
    said: Notes,
    place: Place,
  ): void => {
    declared.push(own);
    const index = texts.push("") - 1;
    const doc = docComment("", said);
    texts[index] =
      what.kind === "object" && what.properties.length > 0
        ? `${doc}${declareInterface(what, own, place)}`
        : `${doc}${print([`export type ${own} =`, aliased(what, place), ";"])}\n`;
  };

  const declareInterface = (
    what: ObjectShape,
    own: string,
    place: Place,
  ): string => {
    const { bases, properties } = inheritanceOf(what, context.interfaceOf);
    for (const id of bases) references.add(id);
    const head = heritage(own, bases.map(context.typeName));
    const body = members({ ...what, properties }, own, place);
    return body === "" ? `${head} {}\n` : `${head} {\n${body}}\n`;
  };

  const members = (what: ObjectShape, own: string, place: Place): string => {
    let out = "";
    for (const property of what.properties) {
      out += docComment("  ", property.notes);
      const mark = property.optional ? "?:" : ":";
      const at = propertyPlace(place, own, property.name);
      const head = `${memberKey(property.name)}${mark}`;
      const type = assigned(property.shape, at);
      out += `  ${print([head, type, ";"], 1)}\n`;
    }
    if (what.index) {
      // What may be absent is under the index as well.
      const absent = what.properties.some(({ optional }) => optional);
      const at = valuePlace(place, own);
      const type = assigned(what.index, at, absent ? ["undefined"] : []);
      out += `  ${print([ANY_KEY, type, ";"], 1)}\n`;
    }
    return out;
  };

  /** After `=`, with the space between: may begin on the next line. */
  const aliased = (what: Shape, place: Place): Doc => {
    if (what.kind !== "union") return value(typeOf(what, place));
    if (!hugs(what.of)) return assigned(what, place);
    return value(join(" | ", union(what.of, place)));
  };

  /** After `:`, with the space between. */
  const assigned = (
    what: Shape,
    place: Place,
    also: readonly string[] = [],
  ): Doc => {
    const own =
      what.kind === "union" ? union(what.of, place) : [typeOf(what, place)];
    const parts = [...own, ...also];
    if (parts.length < 2) return [" ", ...parts];
    if (what.kind === "union" && also.length === 0 && hugs(what.of))
      return [" ", ...join(" | ", parts)];
    const members = group([ifBreak("| "), ...join([line, "| "], parts)]);
    return group(indent([line, members]));
  };

  const union = (of: readonly Shape[], place: Place): readonly Doc[] => {
    const places = memberPlaces(of, place);
    const together = hugs(of);
    return of.map((member, i) => {
      const type = typeOf(member, places[i]!);
      // What breaks stands right of the bar, where there is one.
      return together ? type : indent(type);
    });
  };

  const typeOf = (what: Shape, place: Place): Doc => {
    switch (what.kind) {
      case "unknown":
      case "never":
      case "null":
      case "boolean":
      case "number":
      case "string":
        return what.kind;
      case "literal":
        return primitiveLiteral(what.value);
      case "named":
        references.add(what.to);
        return context.typeName(what.to);
      case "array":
        return [element(what.items, itemPlace(place)), "[]"];
      case "tuple": {
        const alone = what.items.length === 1 && !what.rest;
        const items: Doc[] = what.items.map((item, i) => {
          const at = tuplePlace(place, i);
          return i < what.required
            ? inTuple(item, at, alone)
            : [element(item, at), "?"];
        });
        if (what.rest)
          items.push(["...", element(what.rest, itemPlace(place)), "[]"]);
        if (items.length === 0) return "[]";
        return group([
          "[",
          indent([softline, join([",", line], items), ifBreak(",")]),
          softline,
          "]",
        ]);
      }
      case "object":
        return what.properties.length > 0
          ? nest(what, place)
          : map(what.index ?? { kind: "unknown" }, place);
      case "union":
        return union(what.of, place);
      default:
        return what satisfies never;
    }
  };

  const nest = (what: ObjectShape, place: Place): string => {
    const known = byKey.get(place.key);
    if (known !== undefined) return known;
    const own = context.names.assign(`${key}#${place.key}`, place.wanted());
    byKey.set(place.key, own);
    nested.set(place.way, own);
    declare(own, what, {}, place);
    return own;
  };

  const map = (values: Shape, place: Place): Doc => {
    const type = assigned(values, valuePlace(place));
    return group(["{", indent([line, ANY_KEY, type, ifBreak(";")]), line, "}"]);
  };

  /** Before `[]` or `?`: a union takes brackets. */
  const element = (what: Shape, place: Place): Doc => {
    if (what.kind !== "union") return typeOf(what, place);
    const parts = union(what.of, place);
    if (hugs(what.of)) return ["(", join(" | ", parts), ")"];
    const bars = group([ifBreak("| "), join([line, "| "], parts)]);
    return ["(", group([indent([softline, bars]), softline]), ")"];
  };

  const inTuple = (what: Shape, place: Place, alone: boolean): Doc => {
    if (what.kind !== "union") return typeOf(what, place);
    const parts = union(what.of, place);
    if (hugs(what.of)) return join(" | ", parts);
    const bars = [ifBreak("| "), ...join([line, "| "], parts)];
    return alone
      ? group(bars)
      : group([
          indent([ifBreak(["(", softline]), bars]),
          softline,
          ifBreak(")"),
        ]);
  };

  declare(name, shape, notes, outermost(name));
  return { text: texts.join("\n"), declared, references, nested };
}

const ANY_KEY: Doc = [
  group(["[", indent([softline, "key: string"]), softline, "]"]),
  ":",
];

function heritage(name: string, bases: readonly string[]): string {
  const head = `export interface ${name}`;
  if (bases.length < 2)
    return bases.map((base) => `${head} extends ${base}`)[0] ?? head;
  const list = indent([line, group(join([",", line], bases))]);
  return print(group([head, indent([line, group(["extends", list])])]));
}

/** An object, or a name, and null stay together, as prettier has it. */
function hugs(of: readonly Shape[]): boolean {
  const rest = of.filter(({ kind }) => kind !== "null");
  const [only] = rest;
  return (
    of.length === 2 &&
    rest.length === 1 &&
    (only?.kind === "object" || only?.kind === "named")
  );
}
