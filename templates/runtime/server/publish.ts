/**
 * Publishing: from a message of the contract to an entry for the log,
 * validated, and serialised once.
 */
import { type Address, channelSpec, resolveAddress } from "./address.js";
import { newId } from "./ids.js";
import { isId } from "./inbound.js";
import { serialise } from "./json.js";
import { PublishQueue, type PublishQueueContext } from "./publish-queue.js";
import type { Published } from "../core/channel-types.js";
import { RealtimeError, ValidationError } from "../core/errors.js";
import type { ContractSpec, EventSpec } from "../core/spec.js";
import type { NewEntry } from "../engine/engine.js";

export interface PublishOptions {
  readonly id?: string;
  readonly headers?: object;
  readonly signal?: AbortSignal;
}

export interface PublishContext extends PublishQueueContext {
  readonly contract: ContractSpec;
}

export class Publishing {
  readonly #context: PublishContext;
  readonly #queue: PublishQueue;

  constructor(context: PublishContext) {
    this.#context = context;
    this.#queue = new PublishQueue(context);
  }

  /**
   * Checks a channel instance, once for all that is published into it.
   * @throws {RealtimeError} `unknown_channel`
   * @throws {ValidationError} parameters that do not fit the channel
   */
  address(name: string, given: object): Address {
    const spec = channelSpec(this.#context.contract, name);
    if (!spec) {
      throw new RealtimeError("unknown_channel", `no channel ${name}`);
    }
    const resolved = resolveAddress(spec, { ...given });
    if (!resolved.ok) {
      throw new ValidationError(`params of ${name}`, resolved.issues);
    }
    return resolved.to;
  }

  /** No more from now on; resolves when what waits has settled. */
  close(): Promise<void> {
    return this.#queue.close();
  }

  /** Rejects and never throws, also for what is wrong at once. */
  publish(
    to: Address,
    type: string,
    data: unknown,
    { id, headers, signal }: PublishOptions = {},
  ): Promise<Published> {
    try {
      signal?.throwIfAborted();
      const entry = this.#entry(to, type, data, id, headers);
      return this.#queue.add(to, entry, signal);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #entry(
    { spec, address }: Address,
    type: string,
    data: unknown,
    id: string | undefined,
    headers: object | undefined,
  ): NewEntry {
    const { contract, clock } = this.#context;
    const event = Object.hasOwn(spec.serverToClient, type)
      ? spec.serverToClient[type]
      : undefined;
    if (!event) {
      throw new RealtimeError(
        "unknown_message",
        `channel ${spec.name} has no message ${type} from server to client`,
      );
    }
    if (id !== undefined && !isId(id)) {
      const message = "must be 1 to 128 printable ASCII characters";
      throw new ValidationError("id", [{ path: [], code: "format", message }]);
    }
    const body = checked(`${spec.name} ${type}`, data, event.check);
    const head =
      headers === undefined && !event.headers
        ? undefined
        : checked(
            `headers of ${spec.name} ${type}`,
            headers ?? {},
            event.headers,
          );
    const key = valueOf(event.key, body.value);
    const latest = valueOf(event.latestBy, body.value);
    return {
      address,
      type,
      id: id ?? newId(clock.now()),
      dedupe: id !== undefined,
      data: body.text,
      ...(head && { headers: head.text }),
      ...(key !== undefined && { key }),
      ...(latest !== undefined && { latest }),
      ...(spec.wildcard && { family: spec.name }),
      schema: contract.hash,
      retention: event.ephemeral ? "ephemeral" : spec.history,
    };
  }
}

function checked(
  subject: string,
  value: unknown,
  check: EventSpec["check"] | undefined,
): { readonly text: string; readonly value: unknown } {
  const result = serialise(value);
  if (!result.ok) throw new ValidationError(subject, result.issues);
  const issues = check?.(result.value);
  if (issues) throw new ValidationError(subject, issues);
  return result;
}

/** The value of one property of the payload, as text. */
function valueOf(name: string | undefined, data: unknown): string | undefined {
  if (name === undefined) return undefined;
  if (typeof data !== "object" || data === null || !Object.hasOwn(data, name)) {
    return undefined;
  }
  const value = (data as Record<string, unknown>)[name];
  return typeof value === "string" ? value : JSON.stringify(value);
}
