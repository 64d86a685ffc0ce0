/** Exits while the thread of checkpoints.ts is inside SQLite: as soon as the database grows. */
import { statSync } from "node:fs";
import { DatabaseSync } from "@photostructure/sqlite";
import { Checkpoints } from "../../../templates/runtime/engine/sqlite/checkpoints.js";

const path = process.argv[2]!;
const db = new DatabaseSync(path);
db.exec(`
  PRAGMA journal_mode = WAL;
  PRAGMA wal_autocheckpoint = 0;
  CREATE TABLE meta (key TEXT PRIMARY KEY, value);
  CREATE TABLE t (a);
`);
for (let n = 0; n < 64; n++) {
  db.exec("INSERT INTO t VALUES (zeroblob(1000000))");
}
const { size } = statSync(path);
new Checkpoints(path).consider({ log: 16_000, checkpointed: 0 });
const look = (): void => {
  if (statSync(path).size > size) process.exit(0);
  setTimeout(look, 1);
};
look();
