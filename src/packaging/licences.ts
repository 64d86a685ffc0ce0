/** The licences of what is bundled, as most of them ask. */
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

/** @param inputs Files in the bundle, relative to the root. */
export async function thirdPartyLicences(
  root: string,
  inputs: readonly string[],
): Promise<string> {
  const folders = new Set(
    inputs.flatMap((input) => packageFolder(input) ?? []),
  );
  const parts = await Promise.all(
    [...folders].sort().map((folder) => licenceOf(join(root, folder))),
  );
  return parts.join(`\n${"-".repeat(79)}\n\n`);
}

/** Of `node_modules/a/node_modules/@b/c/d.js`: `node_modules/a/node_modules/@b/c`. */
function packageFolder(path: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
}

async function licenceOf(folder: string): Promise<string> {
  const text = await readFile(join(folder, "package.json"), "utf8");
  const { name, version, license } = JSON.parse(text) as {
    name: string;
    version: string;
    license?: string;
  };
  const file = (await readdir(folder)).find((entry) =>
    /^licen[cs]e/i.test(entry),
  );
  const terms = file
    ? await readFile(join(folder, file), "utf8")
    : `Licence: ${license ?? "see the package"}`;
  return `${name} ${version}\n\n${terms.trim()}\n`;
}
