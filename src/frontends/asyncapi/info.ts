import { posix } from "node:path";
import type { Contract } from "../../contract/model.js";
import type { Fields } from "../../documents/fields.js";
import { proseAside, textAside } from "./aside.js";
import { readAside, type Context } from "./context.js";

type Info = Pick<Contract, "name" | "version" | "description">;

/** Documents are named and numbered even where they leave it out. */
export function readInfo(root: Fields, context: Context): Info {
  const { warnings } = context;
  const stem = posix.basename(root.origin.file.path).replace(/(\.\w+)+$/, "");
  const info = root.has("info")
    ? readAside(
        root.value["info"] ?? null,
        root.at("info"),
        "info",
        "info",
        context,
      )
    : undefined;
  const target = { ...(info?.origin ?? root.origin), part: "key" } as const;
  const title = info && textAside(info, "title", context)?.trim();
  if (!title) warnings.once("asyncapi-no-title", target, { name: stem });
  const version = info && readVersion(info, context);
  if (version === undefined) warnings.once("asyncapi-no-version", target, {});
  const description = info && proseAside(info, "description", context);
  return {
    name: title || stem,
    version: version ?? "0.0.0",
    ...(description !== undefined && { description }),
  };
}

/** YAML reads an unquoted 1.0 as a number. */
function readVersion(info: Fields, context: Context): string | undefined {
  const { version } = info.value;
  if (typeof version === "number") return String(version);
  return textAside(info, "version", context)?.trim() || undefined;
}
