/** Parameters are strings on every wire, and those of the address are all there are. */
import { parseAddress } from "../../contract/address.js";
import type { Assertion } from "../../contract/assertion.js";
import type { Parameter } from "../../contract/model.js";
import { didYouMean } from "../../diagnostics/did-you-mean.js";
import { at } from "../../source/path.js";
import type { Origin } from "../../source/source-file.js";
import type { ChannelEntry } from "./entries.js";
import type { Context } from "./context.js";

/** The declared parameters, less those that the address has not, and those that were forgotten. */
export function parametersOf(
  { parameters: declared, origin }: ChannelEntry,
  address: string,
  { diagnostics }: Context,
): readonly Parameter[] {
  const addressed = new Set(parseAddress(address).parameters);
  const names = new Set(declared.map(({ name }) => name));
  for (const { name, origin } of declared) {
    if (addressed.has(name)) continue;
    const target = { ...origin, part: "key" } as const;
    const params = { parameter: name, address };
    diagnostics.report("asyncapi-parameter-unused", target, params);
  }
  const spare = [...names].filter((name) => !addressed.has(name));
  const missing = [...addressed]
    .filter((name) => !names.has(name))
    .map((name): Parameter => {
      const target = at(origin, "address");
      const params = { parameter: name, address };
      const fix = didYouMean(name, spare);
      diagnostics.report("asyncapi-parameter-undeclared", target, params, fix);
      return { name, schema: text(origin), origin };
    });
  const used = declared.filter(({ name }) => addressed.has(name));
  return [...used, ...missing];
}

/** Any text. */
export function text(origin: Origin): Assertion {
  return {
    checks: [{ kind: "type", types: ["string"] }],
    notes: {},
    origin,
  };
}
