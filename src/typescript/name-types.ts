/** The names of all types that are not nested in others. */
import type { Assertion, DefinitionId } from "../contract/assertion.js";
import type { Definition } from "../contract/model.js";
import type { EmitInput, TypeRoot } from "./emit.js";
import { qualifiedNames } from "./qualified-names.js";
import { wantedKey } from "./words.js";

export interface TypeNames {
  /** By the root's key, or the definition's id. */
  readonly typeNames: ReadonlyMap<string, string>;
  /** Roots that are definitions, by their keys. */
  readonly namesakes: ReadonlyMap<string, DefinitionId>;
}

/**
 * What users chose comes first; then roots, because a message's name is worth
 * more than that of what it holds. Asked again, it answers the same.
 */
export function nameTypes({ roots, definitions, names }: EmitInput): TypeNames {
  const typeNames = new Map<string, string>();
  const namesakes = new Map<string, DefinitionId>();
  for (const { key, wantedName, typeName } of roots) {
    if (typeName !== undefined) names.assign(key, wantedName, typeName);
  }
  for (const root of roots) {
    const { key, wantedName, typeName, otherNames } = root;
    const namesake = namesakeOf(root, definitions);
    if (namesake !== undefined && !names.has(key)) namesakes.set(key, namesake);
    else
      typeNames.set(key, names.assign(key, wantedName, typeName, otherNames));
  }
  for (const { id, name, typeName } of definitions.values()) {
    const key = names.keyOf(id);
    const others = qualifiedNames(key, name);
    typeNames.set(id, names.assign(key, name, typeName, others));
  }
  return { typeNames, namesakes };
}

/** The definition that a root is another word for. */
function namesakeOf(
  { schema, wantedName, typeName }: TypeRoot,
  definitions: ReadonlyMap<DefinitionId, Definition>,
): DefinitionId | undefined {
  const id = typeName === undefined ? aliasOf(schema) : undefined;
  const definition = id === undefined ? undefined : definitions.get(id);
  return definition && wantedKey(wantedName) === wantedKey(definition.name)
    ? id
    : undefined;
}

/** What a schema that is a reference and nothing else stands for. */
export function aliasOf(
  schema: Assertion | undefined,
): DefinitionId | undefined {
  const [only, ...rest] = schema?.checks ?? [];
  return only?.kind === "reference" && rest.length === 0 ? only.to : undefined;
}
