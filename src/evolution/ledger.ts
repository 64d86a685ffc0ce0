/**
 * `realtime.lock`: what cannot be recomputed. One sorted entry a line, so that
 * two branches merge line by line; entries are never removed, so that a name
 * that comes back is the same name.
 *
 *     error "orders/clientToServer/order.cancel/too_late" TooLate
 *     type "orders/serverToClient/order.created" OrderCreated
 */
import { takenBy, type Ledger } from "../contract/ledger.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { foldName } from "../source/fold-name.js";
import type { SourceFile } from "../source/source-file.js";
import { visibleJson } from "../source/visible-json.js";

const FIRST_LINE =
  "# Names that create-realtime has given. Keep it in git; never edit it.";

const LINE =
  /^(type|error) ("(?:[^"\\]|\\.)*") ([\p{ID_Start}$_][\p{ID_Continue}$]*)$/u;

export function parseLedger(
  file: SourceFile,
  diagnostics: Diagnostics,
): Ledger {
  const types = new Map<string, string>();
  const errors = new Map<string, string>();
  const owners = new Map<string, string>();
  let start = 0;
  for (const line of file.text.split("\n")) {
    const end = start + line.length;
    const text = line.trimEnd();
    const target = { file, path: undefined, range: { start, end } };
    start = end + 1;
    if (text === "" || text.startsWith("#")) continue;
    const entry = parseLine(text);
    if (!entry) {
      const id = /^[<=>|]{7}/.test(text)
        ? "ledger-conflict"
        : "ledger-bad-line";
      diagnostics.report(id, target, {});
      continue;
    }
    const { kind, key, name } = entry;
    const given = kind === "type" ? types : errors;
    const places = placesOf(entry);
    const owner = given.has(key)
      ? key
      : places.map((place) => owners.get(place)).find(isText);
    // Each of two branches may have given the name, or the key another name.
    if (owner !== undefined) {
      diagnostics.report("ledger-merged", target, { key, name, owner });
      continue;
    }
    for (const place of places) owners.set(place, key);
    given.set(key, name);
  }
  return { types, errors };
}

interface Entry {
  readonly kind: string;
  readonly key: string;
  readonly name: string;
}

/** What no other entry may take. */
function placesOf({ kind, key, name }: Entry): readonly string[] {
  if (kind === "type") return takenBy(name);
  const message = key.slice(0, key.lastIndexOf("/"));
  return [`${message}/${foldName(name)}`];
}

const isText = (value: unknown): value is string => typeof value === "string";

function parseLine(text: string): Entry | undefined {
  const [, kind, literal, name] = LINE.exec(text) ?? [];
  if (kind === undefined || literal === undefined || name === undefined) {
    return undefined;
  }
  try {
    return { kind, key: JSON.parse(literal) as string, name };
  } catch {
    return undefined;
  }
}

export function printLedger({ types, errors }: Ledger): string {
  const lines = [...entries("type", types), ...entries("error", errors)];
  // By code unit: the same on every machine and locale.
  lines.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return [FIRST_LINE, ...lines, ""].join("\n");
}

function entries(kind: string, names: ReadonlyMap<string, string>): string[] {
  return [...names].map(([key, name]) => `${kind} ${visibleJson(key)} ${name}`);
}
