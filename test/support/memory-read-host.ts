import { posix } from "node:path";
import { decodeText } from "../../src/host/decode-text.js";
import type { ReadHost, ReadRecord } from "../../src/host/read-host.js";

/** Files by path; `links` are symbolic links to real paths. */
export function memoryReadHost(
  files: Readonly<Record<string, string | Uint8Array>>,
  links: Readonly<Record<string, string>> = {},
): ReadHost {
  const records = new Map<string, ReadRecord>();
  const follow = (path: string): string => {
    const normal = posix.normalize(path);
    return Object.hasOwn(links, normal) ? links[normal]! : normal;
  };
  return {
    read(path) {
      const real = follow(path);
      const content = Object.hasOwn(files, real) ? files[real]! : undefined;
      const result =
        content === undefined
          ? ({ ok: false, reason: "missing" } as const)
          : decodeText(Buffer.from(content));
      if (!records.has(path)) {
        records.set(path, { path, hash: result.ok ? result.hash : undefined });
      }
      return result;
    },
    realPath(path) {
      const real = follow(path);
      const isFolder = Object.keys(files).some(
        (file) => real === "." || file.startsWith(`${real}/`),
      );
      return Object.hasOwn(files, real) || isFolder
        ? posix.resolve("/", real)
        : undefined;
    },
    get reads() {
      return [...records.values()];
    },
  };
}
