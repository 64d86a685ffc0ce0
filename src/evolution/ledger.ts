/**
 * `realtime.lock`: what cannot be recomputed. One sorted entry a line, so that
 * two branches merge line by line; entries are never removed, so that a name
 * that comes back is the same name.
 *
 *     type "orders/serverToClient/order.created" OrderCreated
 */
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import type { SourceFile } from "../source/source-file.js";

const FIRST_LINE =
  "# Names that create-realtime has given. Keep it in git; never edit it.";

const LINE =
  /^type ("(?:[^"\\]|\\.)*") ([\p{ID_Start}$_][\p{ID_Continue}$]*)$/u;

/** Key (such as `orders/serverToClient/order.created`) to assigned name. */
export type Ledger = ReadonlyMap<string, string>;

export function parseLedger(
  file: SourceFile,
  diagnostics: Diagnostics,
): Ledger {
  const names = new Map<string, string>();
  let start = 0;
  for (const line of file.text.split("\n")) {
    const end = start + line.length;
    const entry = line.trimEnd();
    const range = { start, end };
    start = end + 1;
    if (entry === "" || entry.startsWith("#")) continue;
    const match = LINE.exec(entry);
    const key = match && parseKey(match[1]!);
    if (key === undefined || key === null) {
      const id = /^[<=>|]{7}/.test(entry)
        ? "ledger-conflict"
        : "ledger-bad-line";
      diagnostics.report(id, { file, path: undefined, range }, {});
      continue;
    }
    names.set(key, match![2]!);
  }
  return names;
}

function parseKey(literal: string): string | undefined {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return undefined;
  }
}

export function printLedger(names: Ledger): string {
  const lines = [...names].map(
    ([key, name]) => `type ${JSON.stringify(key)} ${name}`,
  );
  // By code unit: the same on every machine and locale.
  lines.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return [FIRST_LINE, ...lines, ""].join("\n");
}
