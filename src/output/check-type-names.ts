/** Whether the names that users chose for types can be theirs. */
import { takenBy, type Ledger } from "../contract/ledger.js";
import type { Contract, Message } from "../contract/model.js";
import { messagesOf } from "../contract/walk.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { at } from "../source/path.js";
import { isTypeName } from "../typescript/names.js";
import { rootsOf } from "./roots.js";

const isNamed = ({ typeName }: Message): boolean => typeName !== undefined;

export function checkTypeNames(
  contract: Contract,
  { types }: Ledger,
  diagnostics: Diagnostics,
): void {
  // Most contracts leave them all to us.
  if (!contract.channels.flatMap(messagesOf).some(isNamed)) return;
  const chosen = rootsOf(contract)
    .flatMap(({ events, commands }) => events.concat(commands))
    .filter(({ message }) => isNamed(message));
  const owners = new Map<string, string>();
  for (const [key, name] of types) {
    for (const taken of takenBy(name)) owners.set(taken, key);
  }
  for (const { message, payload } of chosen) {
    const name = message.typeName ?? "";
    const target = at(message.origin, "typeName");
    if (!isTypeName(name)) {
      diagnostics.report("type-name-unfit", target, { name });
      continue;
    }
    const taken = takenBy(name);
    const owner = taken
      .map((each) => owners.get(each))
      .find((key) => key !== undefined && key !== payload.key);
    if (owner !== undefined) {
      diagnostics.report("type-name-taken", target, { name, owner });
    }
    for (const each of taken) owners.set(each, payload.key);
  }
}
