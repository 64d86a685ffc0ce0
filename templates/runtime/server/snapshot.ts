/** State on joining and after a gap: the user's providers, made safe. */
import type { Emit } from "./hooks.js";
import { serialise } from "./json.js";
import type { ServerClock } from "./server-clock.js";
import type { Subscription } from "./subscription.js";
import type { ContractSpec, Params } from "../core/spec.js";
import { RealtimeError, ValidationError } from "../core/errors.js";
import { within } from "./within.js";

export interface SnapshotContext<Identity> {
  readonly identity: Identity;
}

/** The state of a channel instance, at least as new as when it was asked for. */
export type SnapshotProvider<Identity> = (
  params: never,
  context: SnapshotContext<Identity>,
) => unknown;

/** @throws {TypeError} where a provider is missing */
export function snapshotter<Identity>(
  contract: ContractSpec,
  providers: object,
  clock: ServerClock,
  emit: Emit<Identity>,
  timeoutMs: number,
): (
  subscription: Subscription,
  identity: unknown,
) => Promise<{ readonly data: unknown } | undefined> {
  const table = new Map<
    string,
    (params: Params, context: SnapshotContext<unknown>) => unknown
  >();
  for (const [name, { snapshot }] of Object.entries(contract.channels)) {
    const provider: unknown = Object.hasOwn(providers, name)
      ? (providers as Record<string, unknown>)[name]
      : undefined;
    if (typeof provider === "function") {
      table.set(name, (params, context) =>
        provider.call(providers, params, context),
      );
    } else if (snapshot) {
      throw new TypeError(`the snapshot provider of ${name} is missing`);
    }
  }

  return async ({ place: { spec, params } }, identity) => {
    try {
      const provide = table.get(spec.name);
      if (!provide) throw new RealtimeError("missing", "no such provider");
      const made = await within(clock, timeoutMs, () =>
        provide(params, { identity }),
      );
      const json = serialise(made);
      const issues = json.ok ? spec.snapshot?.(json.value) : json.issues;
      if (!json.ok || issues) {
        throw new ValidationError(`snapshot of ${spec.name}`, issues ?? []);
      }
      return { data: json.value };
    } catch (error) {
      emit("onError", { where: "snapshot", error, channel: spec.name });
      return undefined;
    }
  };
}
