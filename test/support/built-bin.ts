import { mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { sourceHash } from "../../src/packaging/source-hash.js";

export const repository = fileURLToPath(new URL("../../", import.meta.url));
export const bin = `${repository}bin/create-realtime.js`;

const lock = `${repository}node_modules/.cache/create-realtime-build.lock`;

/** The command as it is published, of these very sources; built where it is not. */
export async function builtBin(): Promise<string> {
  const id = await sourceHash(repository);
  if (builtId() === id) return bin;
  // One worker builds; the others wait for it.
  while (!takeLock()) await setTimeout(100);
  try {
    if (builtId() !== id)
      await execa("npm", ["run", "build"], { cwd: repository });
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
  return bin;
}

function builtId(): string | undefined {
  try {
    return readFileSync(`${repository}dist/build-id`, "utf8").trim();
  } catch {
    return undefined;
  }
}

function takeLock(): boolean {
  try {
    mkdirSync(`${repository}node_modules/.cache`, { recursive: true });
    mkdirSync(lock);
    return true;
  } catch {
    // Left by a run that was killed.
    const age =
      Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > 60_000) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

/** As from a shell: nothing of the package manager that runs these tests. */
export const shellEnvironment: Readonly<Record<string, string | undefined>> =
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(?:npm_|CI$|NO_COLOR$|FORCE_COLOR$|NODE_ENV$|VITEST|GIT_)/.test(
          name,
        ),
    ),
  );
