/** What the commands that read a schema have in common. */
import { relative, resolve } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostics.js";
import { isRemote } from "../documents/reference-target.js";
import { createHttpRemoteReader } from "../host/http-remote-reader.js";
import { createNodeReadHost } from "../host/node-read-host.js";
import type { ReadHost } from "../host/read-host.js";
import type { ProjectConfig } from "../project/config.js";
import type { SourceFile } from "../source/source-file.js";
import { Interrupted } from "./exit-code.js";
import type { Io } from "./io.js";
import type { ReadingOptions } from "./options.js";
import { withProgress } from "./report.js";
import { slashed } from "./slashed.js";

type ReadingSettings = Pick<
  ProjectConfig,
  "perspective" | "events" | "strict" | "allowRemoteRefs"
>;

/** What the flags add to the configuration, for this run or for good. */
export function readingSettings({
  perspective,
  events,
  strict,
  allowRemoteRefs,
}: ReadingOptions): ReadingSettings {
  return {
    ...(perspective && { perspective }),
    ...(events && { events }),
    ...(strict && { strict }),
    ...(allowRemoteRefs && { allowRemoteRefs }),
  };
}

/**
 * Runs `read` on a host that fetches only where that is allowed. Diagnostics
 * name files as the user would.
 *
 * @param base The schema's folder, absolute: the host's paths start from it.
 * @throws {Interrupted}
 */
export async function readSchema<
  T extends { readonly diagnostics: readonly Diagnostic[] },
>(
  base: string,
  { allowRemoteRefs }: ReadingSettings,
  io: Io,
  read: (host: ReadHost) => Promise<T>,
): Promise<T & { readonly host: ReadHost }> {
  const host = createNodeReadHost(base, {
    ...(allowRemoteRefs && { remote: createHttpRemoteReader(io.signal) }),
  });
  const reading = read(host);
  const result = host.remote
    ? await withProgress(io, "fetching what the schema refers to", reading)
    : await reading;
  if (io.signal.aborted) throw new Interrupted();
  const diagnostics = asSeenFrom(io.cwd, base, result.diagnostics);
  return { ...result, diagnostics, host };
}

function asSeenFrom(
  cwd: string,
  base: string,
  diagnostics: readonly Diagnostic[],
): Diagnostic[] {
  const files = new Map<SourceFile, SourceFile>();
  const seen = (file: SourceFile): SourceFile => {
    let other = files.get(file);
    if (other === undefined) {
      const path = isRemote(file.path)
        ? file.path
        : slashed(relative(cwd, resolve(base, file.path)));
      files.set(file, (other = { ...file, path }));
    }
    return other;
  };
  return diagnostics.map((diagnostic) =>
    diagnostic.target === undefined
      ? diagnostic
      : {
          ...diagnostic,
          target: { ...diagnostic.target, file: seen(diagnostic.target.file) },
        },
  );
}
