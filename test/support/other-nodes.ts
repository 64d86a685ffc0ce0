import { existsSync } from "node:fs";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface OtherNode {
  readonly major: number;
  /** The program. */
  readonly path: string;
}

const MAJORS = [22, 24];
const INSTALL = "npm ci --prefix test/nodes";

const packages = fileURLToPath(
  new URL("../nodes/node_modules", import.meta.url),
);

/**
 * The Node majors beside this one under which the runtime is tested, those of
 * them that are installed; what is missing is told. In CI all must be.
 */
export function otherNodes(): readonly OtherNode[] {
  const all = MAJORS.map((major) => ({ major, path: programOf(major) }));
  const missing = all.filter(({ path }) => !existsSync(path));
  if (missing.length > 0) {
    const majors = missing.map(({ major }) => major).join(" and ");
    if (process.env["CI"]) {
      throw new Error(`Node ${majors} is missing: ${INSTALL}`);
    }
    console.error(`Not tested under Node ${majors}. To install: ${INSTALL}`);
  }
  return all.filter((node) => !missing.includes(node));
}

function programOf(major: number): string {
  const program = platform() === "win32" ? "node.exe" : "node";
  const name = `node${major}-${platform()}-${arch()}`;
  return join(packages, name, "bin", program);
}
