/**
 * Which file a declaration stands in: the channel's that alone uses it, else
 * `types`, from where the channels' files re-export it.
 */
import type { Declaration, Emitted } from "../typescript/emit.js";

export const SHARED_FILE = "types";

export interface Distribution {
  /** Declaration id to file name without extension. */
  readonly fileOf: ReadonlyMap<string, string>;
  /** File name to what stands in it, in the order of emission. */
  readonly files: ReadonlyMap<string, readonly Declaration[]>;
  /** Channel file to the shared declarations that its channel reaches. */
  readonly shared: ReadonlyMap<string, readonly Declaration[]>;
}

/** @param channels file name to the ids of the channel's roots */
export function distribute(
  { declarations, byId }: Emitted,
  channels: ReadonlyMap<string, readonly string[]>,
): Distribution {
  const users = new Map<string, Set<string>>();
  for (const [file, ids] of channels) {
    const visit = (id: string): void => {
      let files = users.get(id);
      if (!files) users.set(id, (files = new Set()));
      if (files.has(file)) return;
      files.add(file);
      const { types, checks } = byId.get(id)!.imports;
      for (const next of types) visit(next);
      for (const next of checks) visit(next);
    };
    for (const id of ids) visit(id);
  }
  const fileOf = new Map<string, string>();
  const files = new Map<string, Declaration[]>();
  const shared = new Map<string, Declaration[]>();
  for (const declaration of declarations) {
    const [only, ...others] = users.get(declaration.id) ?? [];
    if (only === undefined) continue;
    const file = others.length === 0 ? only : SHARED_FILE;
    fileOf.set(declaration.id, file);
    append(files, file, declaration);
    if (file !== SHARED_FILE) continue;
    for (const user of [only, ...others]) append(shared, user, declaration);
  }
  return { fileOf, files, shared };
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
