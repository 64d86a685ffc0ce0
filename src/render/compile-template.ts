/**
 * The one door to handlebars. Templates are filled, never asked: strict mode
 * throws on a missing name, and no helper but `each` and `if` is known.
 * Nothing is escaped here: views hold text that is legal where it goes.
 *
 * The build puts `precompiled-templates.ts` of `src/packaging` in its place:
 * what is published has no compiler to load and nothing to compile.
 */
import { readFileSync } from "node:fs";
import Handlebars from "handlebars";
import { templateFile } from "./package-files.js";
import { templateOptions } from "./template-options.js";

/** @param path below `templates/` */
export function compileTemplate(path: string): (view: unknown) => string {
  const text = readFileSync(templateFile(path), "utf8");
  return Handlebars.compile(text, templateOptions);
}
