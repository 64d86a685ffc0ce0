/**
 * Whether the file still has all that was told of it. Where that cannot be
 * proved, the log begins a new epoch, and every reader hears of one gap
 * instead of missing something in silence.
 */
import type { Database } from "./database.js";
import { type FileIdentity, isSameBoot, isSameFile } from "./machine.js";
import type { Testimony } from "./witness.js";

export interface Circumstances {
  readonly file: FileIdentity;
  readonly boot: string;
  readonly witness: Testimony | undefined;
}

/** Why the end of the log cannot be relied on; `undefined`: it can. */
export type Doubt =
  /** A copy, or put in the place of the one that was here. */
  | "another file"
  /** The note beside it is missing, or of another epoch. */
  | "no witness"
  /** More was told than the file has. */
  | "cut short"
  /** The machine went down while someone told of what was not synced. */
  | "not synced";

export function doubtOf(
  db: Database,
  log: Testimony,
  { file, boot, witness }: Circumstances,
): Doubt | undefined {
  const known = identityOf(db);
  if (known === undefined) return undefined; // made a moment ago
  if (!isSameFile(known, file)) return "another file";
  if (witness?.epoch !== log.epoch) return "no witness";
  if (witness.offset > log.offset) return "cut short";
  const writers = db.prepare("SELECT boot FROM members WHERE unsynced = 1");
  for (const writer of writers.all() as readonly { readonly boot: string }[]) {
    if (!isSameBoot(writer.boot, boot)) return "not synced";
  }
  return undefined;
}

function identityOf(db: Database): FileIdentity | undefined {
  const row: { readonly value: string } | undefined = db
    .prepare("SELECT value FROM meta WHERE key = 'file'")
    .get();
  if (!row) return undefined;
  const [inode = "", birth = "0"] = row.value.split(" ");
  return { inode, birth };
}

/** From now on this is the file, and nobody of an earlier boot has it open. */
export function settle(
  db: Database,
  { file, boot }: Pick<Circumstances, "file" | "boot">,
): void {
  db.prepare("INSERT OR REPLACE INTO meta VALUES ('file', ?)").run(
    `${file.inode} ${file.birth}`,
  );
  const members = db.prepare("SELECT id, boot FROM members").all() as readonly {
    readonly id: string;
    readonly boot: string;
  }[];
  const remove = db.prepare("DELETE FROM members WHERE id = ?");
  for (const member of members) {
    if (!isSameBoot(member.boot, boot)) remove.run(member.id);
  }
}
