import type { Contract } from "../../contract/model.js";
import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Documents } from "../../documents/documents.js";
import type { Fields } from "../../documents/fields.js";
import { read, readAside, type Context } from "./context.js";
import { rootExtensions } from "./extensions.js";
import { readInfo } from "./info.js";
import { lowerChannels } from "./lower.js";
import { warnOfClient, type Perspective } from "./perspective.js";
import { SchemaFormats } from "./schema-formats.js";
import { SecuritySchemes } from "./security-schemes.js";
import { readServers, withKnownServers } from "./servers.js";
import { readEntries as readEntries2 } from "./v2/channels.js";
import { readEntries as readEntries3 } from "./v3/operations.js";
import { readVersion } from "./version.js";
import { Warnings } from "./warnings.js";

/** AsyncAPI to the Contract; problems are reported on the way. */
export function lowerAsyncapi(
  documents: Documents,
  diagnostics: Diagnostics,
  perspective: Perspective | undefined,
): Contract | undefined {
  const version = readVersion(documents, diagnostics);
  if (!version) return undefined;
  const warnings = new Warnings(diagnostics);
  const context: Context = {
    documents,
    diagnostics,
    warnings,
    schemas: new SchemaFormats(documents, diagnostics),
    securitySchemes: new SecuritySchemes(),
    version,
  };
  const { file, value } = documents.entry;
  const top = { file, path: undefined };
  const root = read(value, top, "root", "the document", context);
  if (!root) return undefined;
  const info = readInfo(root, context);
  reviewComponents(root, context);
  const servers = readServers(root, context);
  const readEntries = version.major === 2 ? readEntries2 : readEntries3;
  const entries = readEntries(root, context);
  const { perspective: own, ...extensions } = rootExtensions(root, context);
  const told = perspective ?? own;
  if (told === undefined) {
    warnOfClient(entries.operations, root, context);
  }
  const from = told ?? "server";
  const channels = lowerChannels(entries, root, context, from);
  const securitySchemes = context.securitySchemes.list;
  warnings.flush();
  return {
    ...info,
    channels: withKnownServers(channels, servers, diagnostics),
    definitions: context.schemas.definitions,
    ...(servers.length > 0 && { servers }),
    ...(securitySchemes.length > 0 && { securitySchemes }),
    bindings: Object.create(null),
    ...extensions,
  };
}

/** What is used of them is read where it is used. */
function reviewComponents(root: Fields, context: Context): void {
  const { components } = root.value;
  if (components === undefined) return;
  const what = "components";
  readAside(components, root.at(what), "components", what, context);
}
