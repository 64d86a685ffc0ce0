import { readFileSync } from "node:fs";
import { sharedPath } from "../support/shared.js";
import type { SuiteFolder } from "./suite-remotes.js";

export interface Draft {
  readonly dialect: string;
  readonly folder: SuiteFolder;
  /** Of the suite's files; `undefined`: the corpus is not there. */
  readonly path: string | undefined;
}

export const drafts: readonly Draft[] = (
  [
    ["draft-04", "draft4"],
    ["draft-06", "draft6"],
    ["draft-07", "draft7"],
    ["2019-09", "draft2019-09"],
    ["2020-12", "draft2020-12"],
  ] as const
).map(([dialect, folder]) => ({
  dialect,
  folder,
  path: sharedPath("corpus", "jsonschema", "test-suite", folder),
}));

/** Cases where our verdict is not the suite's, by the reason; reviewed one by one. */
export function knownFailures({ dialect }: Draft): ReadonlySet<string> {
  return new Set(
    Object.values(readReasons(`known-failures-${dialect}.json`)).flat(),
  );
}

export function readReasons(
  name: string,
): Readonly<Record<string, readonly string[]>> {
  const text = readFileSync(new URL(name, import.meta.url), "utf8");
  return JSON.parse(text) as Record<string, readonly string[]>;
}
