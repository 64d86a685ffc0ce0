/** `npm run corpus`: writes the table of what is proved of real documents. */
import { writeFileSync } from "node:fs";
import { corpus } from "../../support/corpus.js";
import { PAGE, pageOf } from "./markdown.js";
import { tableOf } from "./table.js";

if (corpus === undefined) {
  console.error("the corpus does not stand beside the checkout");
  process.exit(2);
}
const rows = await tableOf(corpus);
writeFileSync(PAGE, await pageOf(rows));
const lowered = rows.filter((row) => "results" in row);
console.log(
  `${PAGE}: ${lowered.length} of ${rows.length} files are lowered and proved`,
);
// Sockets of the last clients may still be closing.
process.exit(0);
