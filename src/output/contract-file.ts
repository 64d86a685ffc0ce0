/** `contract.ts`: what the runtime knows of the contract. */
import { contractHash } from "../contract/hash.js";
import type { Contract } from "../contract/model.js";
import { template } from "../render/render.js";
import { print } from "../typescript/layout.js";
import { propertyKey, stringLiteral } from "../typescript/literals.js";
import { moduleOf, type AssembledChannel } from "./assembled-channel.js";
import { objectLiteral, property } from "./block.js";
import type { GeneratedFile } from "../plan/generated-file.js";
import { Imports } from "./imports.js";

const render = template<{
  readonly imports: readonly string[];
  readonly spec: string;
}>("shared/contract.ts.hbs");

export function contractFile(
  contract: Contract,
  channels: readonly AssembledChannel[],
): GeneratedFile {
  const imports = new Imports().type("./runtime/core/spec.js", "ContractSpec");
  const specs = channels.map((channel) => {
    imports.value(moduleOf(channel), channel.own.type);
    const { name } = channel.roots.channel;
    return property(propertyKey(name), channel.own.type);
  });
  const members = [
    property("name", stringLiteral(contract.name)),
    property("version", stringLiteral(contract.version)),
    property("hash", stringLiteral(contractHash(contract))),
    property("channels", objectLiteral(specs)),
  ];
  return {
    path: "contract.ts",
    content: render({
      imports: imports.statements(),
      spec: print(objectLiteral(members)),
    }),
  };
}
