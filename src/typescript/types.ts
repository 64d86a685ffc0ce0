/** Shapes to type declarations, laid out as prettier would have them. */
import type { DefinitionId, Notes } from "../contract/assertion.js";
import type { ObjectShape, Shape } from "../contract/shape.js";
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
import { pascalCase, singular, type Names } from "./names.js";

export interface TypeContext {
  readonly names: Names;
  /** The type name of a definition. */
  typeName(id: DefinitionId): string;
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

/** Where a nested object stands, and what it would be called there. */
interface Place {
  /** From the outermost type: `items/*`, `payment/2`. */
  readonly way: string;
  readonly wanted: () => string;
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
        ? `${doc}export interface ${own} {\n${members(what, own, place)}}\n`
        : `${doc}${print([`export type ${own} =`, aliased(what, place), ";"])}\n`;
  };

  const members = (what: ObjectShape, own: string, place: Place): string => {
    let out = "";
    for (const property of what.properties) {
      out += docComment("  ", property.notes);
      const mark = property.optional ? "?:" : ":";
      const at: Place = {
        way: below(place, property.name),
        wanted: () => own + pascalCase(property.name),
      };
      const head = `${memberKey(property.name)}${mark}`;
      const type = assigned(property.shape, at);
      out += `  ${print([head, type, ";"], 1)}\n`;
    }
    if (what.index) {
      const at = { way: below(place, "*"), wanted: () => `${own}Value` };
      const type = assigned(what.index, at);
      out += `  ${print(["[key: string]:", type, ";"], 1)}\n`;
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
  const assigned = (what: Shape, place: Place): Doc => {
    if (what.kind !== "union") return [" ", typeOf(what, place)];
    const parts = union(what.of, place);
    if (hugs(what.of)) return [" ", ...join(" | ", parts)];
    const members = group([ifBreak("| "), ...join([line, "| "], parts)]);
    return group(indent([line, members]));
  };

  const union = (of: readonly Shape[], place: Place): readonly Doc[] => {
    const marks = alternatives(of);
    return of.map((member, i) => {
      const way = below(place, String(i));
      const wanted = (): string => place.wanted() + (marks[i] ?? "");
      const type = typeOf(member, { way, wanted });
      // What breaks stands right of the bar, where there is one.
      return hugs(of) ? type : indent(type);
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
        return [element(what.items, itemOf(place)), "[]"];
      case "tuple": {
        const alone = what.items.length === 1 && !what.rest;
        const items: Doc[] = what.items.map((item, i) => {
          const at = { ...place, way: below(place, String(i)) };
          return i < what.required
            ? inTuple(item, at, alone)
            : [element(item, at), "?"];
        });
        if (what.rest)
          items.push(["...", element(what.rest, itemOf(place)), "[]"]);
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
    const known = nested.get(place.way);
    if (known !== undefined) return known;
    const own = context.names.assign(`${key}#${place.way}`, place.wanted());
    nested.set(place.way, own);
    declare(own, what, {}, place);
    return own;
  };

  const map = (values: Shape, place: Place): Doc => {
    const at = {
      way: below(place, "*"),
      wanted: () => `${place.wanted()}Value`,
    };
    return group([
      "{",
      indent([line, "[key: string]:", assigned(values, at), ifBreak(";")]),
      line,
      "}",
    ]);
  };

  /** Before `[]` or `?`: a union takes brackets. */
  const element = (what: Shape, place: Place): Doc =>
    what.kind === "union"
      ? [
          "(",
          group([
            indent([
              softline,
              group([ifBreak("| "), join([line, "| "], union(what.of, place))]),
            ]),
            softline,
          ]),
          ")",
        ]
      : typeOf(what, place);

  const inTuple = (what: Shape, place: Place, alone: boolean): Doc => {
    if (what.kind !== "union") return typeOf(what, place);
    const parts = union(what.of, place);
    const bars = [ifBreak("| "), ...join([line, "| "], parts)];
    return alone
      ? group(bars)
      : group([
          indent([ifBreak(["(", softline]), bars]),
          softline,
          ifBreak(")"),
        ]);
  };

  declare(name, shape, notes, { way: "", wanted: () => name });
  return { text: texts.join("\n"), declared, references, nested };
}

function below(place: Place, step: string): string {
  return place.way === "" ? step : `${place.way}/${step}`;
}

/** `OrderItems` holds `OrderItem`s. */
function itemOf({ way, wanted }: Place): Place {
  return {
    way: way === "" ? "*" : `${way}/*`,
    wanted: () => {
      const many = wanted();
      const one = singular(many);
      return one === many || way === "" ? `${many}Item` : one;
    },
  };
}

/** An object and null stay together, as prettier has it. */
function hugs(of: readonly Shape[]): boolean {
  const rest = of.filter(({ kind }) => kind !== "null");
  return (
    of.length === 2 &&
    rest.length === 1 &&
    rest[0]!.kind === "object" &&
    rest[0]!.properties.length === 0
  );
}

/** What tells the members of a union apart: a literal property, or a number. */
function alternatives(of: readonly Shape[]): readonly string[] {
  const objects = of.filter((shape) => shape.kind === "object");
  if (objects.length < 2) return of.map(() => "");
  for (const { name } of objects[0]!.properties) {
    const values = of.map((shape) => {
      if (shape.kind !== "object") return undefined;
      const found = shape.properties.find((item) => item.name === name);
      return found?.shape.kind === "literal"
        ? pascalCase(String(found.shape.value))
        : undefined;
    });
    const told = values.filter((value) => value !== undefined);
    if (told.length === objects.length && new Set(told).size === told.length)
      return values.map((value) => value ?? "");
  }
  return of.map((_, i) => String(i + 1));
}
