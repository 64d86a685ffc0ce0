import type { Channel, Contract } from "../../contract/model.js";
import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Documents } from "../../documents/documents.js";
import { describe, Fields } from "../../documents/fields.js";
import { schemaHost } from "../../schema/host.js";
import { createLowering } from "../../schema/lower.js";
import { at, idOf } from "../../source/path.js";
import { lowerChannel } from "./channel.js";
import { readBindings, type Context, type TypeEntry } from "./context.js";
import { keysOf } from "./format.js";

/** The native format to the Contract; every problem is reported on the way. */
export function lowerNative(
  documents: Documents,
  diagnostics: Diagnostics,
): Contract | undefined {
  const { file, value } = documents.entry;
  const top = { file, path: undefined };
  const root = Fields.of(value, top, "the schema", diagnostics);
  if (!root) return undefined;
  root.allow(keysOf("root"));
  const { realtime } = root.value;
  if (realtime !== 1) {
    const found = describe(realtime ?? null);
    const from = root.at("realtime");
    diagnostics.report("native-version", from, { found });
  }

  const types = new Map<string, TypeEntry>(
    root.entries("types").map((entry) => [entry.name, entry]),
  );
  const used = new Set<string>();
  const host = schemaHost(documents, diagnostics);
  const lowering = createLowering(
    {
      ...host,
      resolve: (ref, from, elsewhere) => {
        const found = host.resolve(ref, from, elsewhere);
        if (found) used.add(found.id);
        return found;
      },
    },
    "2020-12",
  );
  const context: Context = { documents, diagnostics, lowering, types, used };

  const name = root.name("name");
  const version = root.name("version");
  const description = root.string("description");
  root.required("channels");
  const channels = root
    .entries("channels")
    .flatMap((entry) => lowerChannel(entry, context) ?? []);
  const bindings = readBindings(root, context);
  checkAddresses(channels, diagnostics);
  const unused = [...types.values()].filter(
    ({ origin }) => !used.has(idOf(origin)),
  );
  for (const type of unused) {
    const { name, origin } = type;
    diagnostics.report(
      "native-unused-type",
      { ...origin, part: "key" },
      { name },
    );
    // What else is wrong with it is told even so.
    lowering.define({ ...type, id: idOf(origin) });
  }
  return {
    name: name ?? "",
    version: version ?? "",
    ...(description !== undefined && { description }),
    channels,
    definitions: lowering.definitions,
    bindings,
  };
}

/** AsyncAPI has a use for two channels at one address; here it is a slip. */
function checkAddresses(
  channels: readonly Channel[],
  diagnostics: Diagnostics,
): void {
  const owners = new Map<string, string>();
  for (const { name: channel, address, origin } of channels) {
    // The names of the parameters do not tell addresses apart.
    const pattern = address.replaceAll(/\{[^{}]*\}/g, "{}");
    const other = owners.get(pattern);
    if (other === undefined) {
      owners.set(pattern, channel);
    } else {
      const target = at(origin, "address");
      const params = { channel, other, address };
      diagnostics.report("native-address-twice", target, params);
    }
  }
}
