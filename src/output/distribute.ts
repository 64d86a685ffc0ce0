/**
 * Which file a declaration stands in: the one whose roots alone lead to it,
 * else `types` beside those files. So it is with the files of the channels,
 * and again with the files of the messages where a channel's would be too
 * long for one. What stands in `types` leads only to `types`, of its own
 * folder or of the one above: files never import each other in circles.
 */
import type { Declaration, Emitted } from "../typescript/emit.js";

export const SHARED_FILE = "types";

/**
 * Characters of declarations in one file, some 3,000 lines: more than editors,
 * reviewers and tools that look at code take in at once. Of the real schemas
 * that we know one in a hundred has a channel as long.
 */
const SPLIT_PAST = 100_000;

/** A file to be; names are without extension, seen from the output folder. */
export interface Owner {
  readonly file: string;
  /** Ids of the roots that are its own. */
  readonly roots: readonly string[];
}

export interface ChannelOwner extends Owner {
  /** Files to split it into, each with the roots of a message; those of one name are one. */
  readonly messages: readonly Owner[];
}

export interface Distribution {
  /** Declaration id to file. */
  readonly fileOf: ReadonlyMap<string, string>;
  /** File to what stands in it, in the order of emission. */
  readonly files: ReadonlyMap<string, readonly Declaration[]>;
  /** Channel file to those declarations of `types` that its channel reaches. */
  readonly shared: ReadonlyMap<string, readonly Declaration[]>;
  /** Files of the channels that are too long, to the files that have most of what would stand in them. */
  readonly split: ReadonlyMap<string, readonly string[]>;
}

export function distribute(
  { declarations, byId }: Emitted,
  channels: readonly ChannelOwner[],
  splitPast = SPLIT_PAST,
): Distribution {
  const all = channels.map(({ file, roots, messages }) => ({
    file,
    roots: [...roots, ...messages.flatMap((message) => message.roots)],
  }));
  const users = usersOf(declarations, all, byId);
  const files = place(declarations, users, SHARED_FILE);
  const shared = new Map<string, Declaration[]>();
  for (const declaration of files.get(SHARED_FILE) ?? []) {
    for (const file of users.get(declaration.id)!)
      append(shared, file, declaration);
  }
  const split = new Map<string, string[]>();
  for (const { file, roots, messages } of channels) {
    const own = files.get(file) ?? [];
    if (messages.length < 2 || lengthOf(own) <= splitPast) continue;
    const parts = place(
      own,
      usersOf(own, [{ file, roots }, ...messages], byId),
      `${file}/${SHARED_FILE}`,
    );
    files.delete(file);
    for (const [part, its] of parts) files.set(part, its);
    parts.delete(file);
    split.set(file, [...parts.keys()].sort());
  }
  const fileOf = new Map(
    [...files].flatMap(([file, its]) => its.map(({ id }) => [id, file])),
  );
  return { fileOf, files, shared, split };
}

/** The files whose roots lead to each declaration of these. */
function usersOf(
  declarations: readonly Declaration[],
  owners: readonly Owner[],
  byId: Emitted["byId"],
): ReadonlyMap<string, ReadonlySet<string>> {
  const users = new Map<string, Set<string>>(
    declarations.map(({ id }) => [id, new Set()]),
  );
  for (const { file, roots } of owners) {
    const stack = [...roots];
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      const files = users.get(id);
      // What is not of these stands above, with all that it leads to.
      if (files === undefined || files.has(file)) continue;
      files.add(file);
      const { types, checks } = byId.get(id)!.imports;
      for (const next of types) stack.push(next);
      for (const next of checks) stack.push(next);
    }
  }
  return users;
}

function place(
  declarations: readonly Declaration[],
  users: ReadonlyMap<string, ReadonlySet<string>>,
  shared: string,
): Map<string, Declaration[]> {
  const files = new Map<string, Declaration[]>();
  for (const declaration of declarations) {
    const [only, ...others] = users.get(declaration.id)!;
    if (only === undefined) continue;
    append(files, others.length === 0 ? only : shared, declaration);
  }
  return files;
}

function lengthOf(declarations: readonly Declaration[]): number {
  return declarations.reduce(
    (sum, { types, validator }) => sum + types.length + validator.length,
    0,
  );
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
