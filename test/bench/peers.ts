/**
 * Socket.IO and tRPC through the adapters of the shared harness, which is
 * read-only ground: they are installed at its versions in a folder for that,
 * once for all runs. No dependency of this package: they are only measured.
 */
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { sharedPath } from "../support/shared.js";

const PACKAGES = [
  "ws",
  "socket.io",
  "socket.io-client",
  "@trpc/server",
  "@trpc/client",
];

export type Peers =
  | { readonly ok: true; readonly adapters: string }
  | { readonly ok: false; readonly why: string };

export async function peers(): Promise<Peers> {
  const harness = sharedPath("bench");
  if (!harness) return no("../shared/bench does not stand beside the checkout");
  const { dependencies: all } = JSON.parse(
    readFileSync(join(harness, "package.json"), "utf8"),
  ) as { readonly dependencies: Readonly<Record<string, string>> };
  const manifest = JSON.stringify({
    private: true,
    type: "module",
    dependencies: Object.fromEntries(PACKAGES.map((name) => [name, all[name]])),
  });
  const key = createHash("sha256").update(manifest).digest("hex").slice(0, 12);
  const folder = join(tmpdir(), `create-realtime-bench-peers-${key}`);
  const adapters = join(folder, "adapters.mjs");
  if (existsSync(adapters)) return { ok: true, adapters };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), manifest);
  try {
    await execa("npm", ["install", "--no-audit", "--no-fund"], { cwd: folder });
    // Last, so that a folder with it is whole.
    cpSync(join(harness, "transport", "adapters.mjs"), adapters);
    return { ok: true, adapters };
  } catch (error) {
    rmSync(folder, { recursive: true });
    return no(error instanceof Error ? error.message : String(error));
  }
}

function no(why: string): Peers {
  return { ok: false, why };
}
