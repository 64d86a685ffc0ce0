/**
 * The entry of this room: schemas to declarations of types and checks.
 *
 * Each declaration is a text of its own, so that the caller decides which
 * file it goes to, and says what it needs from elsewhere:
 *
 *     const { declarations } = emitTypes({ roots, definitions, names });
 *     for (const one of declarations) {
 *       one.types; one.validator;      // text, as prettier would have it
 *       one.imports.types;             // ids of declarations whose types it names
 *       one.imports.checks;            // ids of those whose checks it calls
 *       one.runtime.validation;        // names from core/validation.ts
 *       one.runtime.formats;           // names from core/formats.ts
 *       one.runtime.unevaluated;       // names from core/unevaluated.ts
 *     }
 */
import type { Assertion, DefinitionId, Notes } from "../contract/assertion.js";
import { schemaName } from "../contract/ledger.js";
import type { Definition } from "../contract/model.js";
import type { ObjectShape } from "../contract/shape.js";
import { eachInside } from "../contract/walk.js";
import { createShapes } from "../schema/shape.js";
import {
  group,
  ifBreak,
  indent,
  line,
  print,
  softline,
  value,
} from "./layout.js";
import { aliasOf, nameTypes } from "./name-types.js";
import type { Names } from "./names.js";
import { declareType } from "./types.js";
import { declareCheck } from "./validators.js";

/** A schema that becomes a type of its own without being a definition. */
export interface TypeRoot {
  /** The ledger's key, such as `orders/serverToClient/order.created`. */
  readonly key: string;
  /**
   * Any text; the type's name is made from it. A root that is nothing but a
   * definition of the same name is that definition.
   */
  readonly wantedName: string;
  /** Tried in turn where that is taken. */
  readonly otherNames?: readonly string[];
  readonly typeName?: string;
  readonly schema: Assertion;
  /** Beside those of the schema, which count less. */
  readonly notes?: Notes;
}

export interface EmitInput {
  readonly roots: readonly TypeRoot[];
  readonly definitions: ReadonlyMap<DefinitionId, Definition>;
  readonly names: Names;
}

export interface Declaration {
  /** The root's key, or the definition's id. */
  readonly id: string;
  readonly kind: "root" | "definition";
  /** The type, such as `Order`. */
  readonly name: string;
  /** The function, such as `checkOrder`; an alias has its target's. */
  readonly check: string;
  /** The Standard Schema, such as `OrderSchema`. */
  readonly schema: string;
  /** Text of the type, and of the types of the objects nested in it. */
  readonly types: string;
  /** Text of the check and of the Standard Schema. */
  readonly validator: string;
  /** Every type that `types` exports, `name` first. */
  readonly declared: readonly string[];
  /** Ids of the definitions that the texts need. */
  readonly imports: {
    readonly types: readonly DefinitionId[];
    readonly checks: readonly DefinitionId[];
  };
  /** Names that `validator` needs of the runtime, sorted. */
  readonly runtime: {
    readonly validation: readonly string[];
    readonly formats: readonly string[];
    readonly unevaluated: readonly string[];
  };
}

export interface Emitted {
  /** Definitions in their order, then roots in theirs. */
  readonly declarations: readonly Declaration[];
  /** A root that is a definition has that. */
  readonly byId: ReadonlyMap<string, Declaration>;
}

/** What a validator imports of the runtime for its types alone. */
export const RUNTIME_TYPES: ReadonlySet<string> = new Set([
  "Check",
  "Issues",
  "KnownItems",
  "KnownProperties",
  "Schema",
]);

export function emitTypes({ roots, definitions, names }: EmitInput): Emitted {
  const shapes = createShapes(definitions);
  const { typeNames, namesakes } = nameTypes({ roots, definitions, names });
  const nameOf = (id: string): string => typeNames.get(id) ?? "unknown";
  const cycles = reachability(definitions);

  const target = (id: DefinitionId): DefinitionId => {
    let end = id;
    const seen = new Set<DefinitionId>();
    for (;;) {
      const next = aliasOf(definitions.get(end)?.schema);
      if (next === undefined || seen.has(next) || !definitions.has(next))
        return end;
      seen.add(next);
      end = next;
    }
  };

  const interfaceOf = (id: DefinitionId): ObjectShape | undefined => {
    const shape = shapes.definition(id);
    return shape.kind === "object" && shape.properties.length > 0
      ? shape
      : undefined;
  };

  const emit = (
    kind: Declaration["kind"],
    id: string,
    schema: Assertion,
    notes: Notes,
  ): Declaration => {
    const name = nameOf(id);
    const shape =
      kind === "definition" ? shapes.definition(id) : shapes.of(schema);
    const key = kind === "definition" ? names.keyOf(id) : id;
    const type = declareType(key, name, shape, notes, {
      names,
      typeName: nameOf,
      interfaceOf,
    });
    const next = aliasOf(schema);
    const alias =
      next !== undefined && definitions.has(next) ? target(next) : undefined;
    const check =
      alias === undefined
        ? declareCheck(name, schema, {
            schemaOf: (to) => definitions.get(to)?.schema,
            target,
            checkName: (to) => `check${nameOf(to)}`,
            isRecursive: (to) =>
              kind === "definition" && cycles.get(to)?.has(id) === true,
            nested: type.nested,
          })
        : {
            text: "",
            references: new Set([alias]),
            runtime: new Set<string>(),
          };
    const checkName = `check${nameOf(alias ?? id)}`;
    const constant = schemaConstant(name, checkName);
    const used = [...check.runtime, "Schema", "schema"].sort();
    return {
      id,
      kind,
      name,
      check: checkName,
      schema: schemaName(name),
      types: type.text,
      validator: check.text === "" ? constant : `${check.text}\n${constant}`,
      declared: type.declared,
      imports: {
        types: [...type.references],
        checks: [...check.references],
      },
      runtime: {
        validation: used.filter(
          (item) => !FORMATS.has(item) && !UNEVALUATED.has(item),
        ),
        formats: used.filter((item) => FORMATS.has(item)),
        unevaluated: used.filter((item) => UNEVALUATED.has(item)),
      },
    };
  };

  const declarations = [
    ...[...definitions.values()].map(({ id, schema }) =>
      emit("definition", id, schema, schema.notes),
    ),
    ...roots
      .filter(({ key }) => !namesakes.has(key))
      .map(({ key, schema, notes }) =>
        emit("root", key, schema, { ...schema.notes, ...notes }),
      ),
  ];
  const byId = new Map(declarations.map((one) => [one.id, one]));
  for (const [key, id] of namesakes) byId.set(key, byId.get(id)!);
  return { declarations, byId };
}

function schemaConstant(name: string, check: string): string {
  const head = `export const ${schemaName(name)}: Schema<${name}> =`;
  const argument = [indent([softline, check]), ifBreak(","), softline];
  const made = ["/* @__PURE__ */ schema(", group(argument), ")"];
  // prettier keeps brackets closed around an argument as short as this.
  const after = check.length <= 20 ? group(indent([line, made])) : value(made);
  return `${print([head, after, ";"])}\n`;
}

const FORMATS = new Set(
  "dateTime date time duration email idnEmail hostname idnHostname ipv4 ipv6 uri uriReference iri iriReference uriTemplate jsonPointer relativeJsonPointer uuid regex byte int64 uint64".split(
    " ",
  ),
);

const UNEVALUATED = new Set(
  "unevaluatedProperties unevaluatedItems KnownProperties KnownItems everyProperty everyItem has".split(
    " ",
  ),
);

/** Which definitions each definition leads to. */
function reachability(
  definitions: ReadonlyMap<DefinitionId, Definition>,
): ReadonlyMap<DefinitionId, ReadonlySet<DefinitionId>> {
  const direct = new Map<DefinitionId, Set<DefinitionId>>();
  for (const { id, schema } of definitions.values()) {
    const found = new Set<DefinitionId>();
    const visit = (part: Assertion): void => {
      for (const check of part.checks) {
        if (check.kind === "reference") found.add(check.to);
        eachInside(check, visit);
      }
    };
    visit(schema);
    direct.set(id, found);
  }
  const all = new Map<DefinitionId, Set<DefinitionId>>();
  for (const id of definitions.keys()) {
    const reached = new Set<DefinitionId>();
    const stack = [...(direct.get(id) ?? [])];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (reached.has(next)) continue;
      reached.add(next);
      stack.push(...(direct.get(next) ?? []));
    }
    all.set(id, reached);
  }
  return all;
}
