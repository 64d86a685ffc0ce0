/** One connection, from the technique's side: a reader, and what changes about it while it is open. */
import { channelSpec, resolveAddress, resolvePlace } from "./address.js";
import type { Gate } from "./authorize.js";
import { formatCursor } from "./cursor.js";
import type { Emit } from "./hooks.js";
import type { Reader } from "./reader.js";
import type { Requests } from "./requests.js";
import type {
  Connection,
  Credentials,
  Limits,
  Principal,
  Sink,
} from "./session.js";
import {
  mayHear,
  recoveredAll,
  subscribe,
  type SubscribeContext,
} from "./subscribe.js";
import { instanceOf, selects, type Subscription } from "./subscription.js";
import { retryAfterMs } from "./retry-after.js";
import type { ServerClock } from "./server-clock.js";
import type { Instance } from "../core/instance.js";
import {
  type Answer,
  PROTOCOL_VERSION,
  type SubscribeRequest,
  type SubscribeResult,
  type WireError,
} from "../core/protocol.js";
import { wireError } from "./wire-error.js";

export interface ConnectionContext<
  Identity,
> extends SubscribeContext<Identity> {
  readonly gate: Gate<Identity>;
  readonly clock: ServerClock;
  readonly limits: Limits;
  readonly heartbeatMs: number;
  readonly emit: Emit<unknown>;
  readonly requests: Requests;
  /** A stable name for an identity. */
  readonly identify: (identity: Identity) => string;
}

export class OpenConnection<Identity> implements Connection<Identity> {
  principal: Principal<Identity>;
  readonly #reader: Reader;
  readonly #sink: Sink;
  readonly #context: ConnectionContext<Identity>;
  /** A change of subscriptions may wait: the next one comes after it. */
  #changes: Promise<void> | undefined;

  constructor(
    principal: Principal<Identity>,
    reader: Reader,
    sink: Sink,
    context: ConnectionContext<Identity>,
  ) {
    this.principal = principal;
    this.#reader = reader;
    this.#sink = sink;
    this.#context = context;
  }

  get ended(): boolean {
    return this.#reader.ended;
  }

  drained(): void {
    this.#reader.drained();
  }

  rest(): void {
    this.#reader.rest();
  }

  end(): void {
    this.#reader.end();
  }

  /**
   * Says hello and begins; `live` is asked in the same step. Resolves to why
   * not, where every subscription is refused.
   * @throws {EngineUnavailable}
   */
  async open(
    requests: readonly SubscribeRequest[],
    live: () => boolean,
  ): Promise<WireError | undefined> {
    const { hub, contract, heartbeatMs, emit } = this.#context;
    const reader = this.#reader;
    let refused: WireError | undefined;
    await subscribe(
      this.#context,
      this.principal,
      requests,
      new Set(),
      (beginning) => {
        const { subscriptions, results } = beginning;
        if (!live()) return;
        const [first] = results;
        if (first && !first.ok && subscriptions.length === 0) {
          refused = first.error;
          return;
        }
        const position = Math.min(
          hub.head,
          ...subscriptions.map(({ after }) => after),
        );
        reader.begin(beginning, () =>
          this.#sink.hello({
            protocol: PROTOCOL_VERSION,
            schema: contract.hash,
            cursor: formatCursor(hub.epoch, position),
            recovered: recoveredAll(requests, results),
            heartbeatMs,
            channels: results,
          }),
        );
        if (this.#sink.room) return; // it comes and goes with every answer
        reader.announced = true;
        emit("onConnect", reader.described());
      },
    );
    return refused;
  }

  subscribe(
    requests: readonly SubscribeRequest[],
    told: (results: readonly SubscribeResult[]) => void,
  ): Promise<void> {
    return this.#inTurn(async () => {
      const { limits, emit, clock } = this.#context;
      const { subscriptions } = this.#reader;
      const refuseAll = (error: WireError): void =>
        told(
          requests.map(({ channel, params }) => ({
            channel,
            params,
            ok: false,
            error,
          })),
        );
      if (subscriptions.length + requests.length > limits.maxSubscriptions) {
        const message = `more than ${limits.maxSubscriptions} subscriptions`;
        return refuseAll(wireError("too_many", message));
      }
      let begun = false;
      try {
        await subscribe(
          this.#context,
          this.principal,
          requests,
          new Set(subscriptions.map(({ place }) => place.name)),
          (beginning) => {
            if (this.ended) return;
            begun = true;
            this.#reader.begin(beginning, () => told(beginning.results));
            this.#emit("onSubscribe", beginning.subscriptions);
          },
        );
      } catch (error) {
        if (begun) throw error; // the technique's
        emit("onError", { where: "engine", error });
        refuseAll(
          wireError("unavailable", "the log is not available", {
            retryAfterMs: retryAfterMs(clock),
          }),
        );
      }
    });
  }

  unsubscribe(instances: readonly Instance[]): void {
    void this.#inTurn(() => {
      const { contract } = this.#context;
      const names = new Set(
        instances.map(({ channel, params }) => {
          const spec = channelSpec(contract, channel);
          const resolved = spec && resolvePlace(spec, params);
          return resolved?.ok ? resolved.place.name : undefined;
        }),
      );
      this.#leave(
        new Map(
          this.#reader.subscriptions
            .filter(({ place }) => names.has(place.name))
            .map((one) => [one, undefined]),
        ),
      );
    });
  }

  async renew(
    credentials: Credentials,
  ): ReturnType<Connection<Identity>["renew"]> {
    const { gate, identify } = this.#context;
    const admission = await gate.admit(credentials);
    if (!admission.ok) return admission;
    const { principal } = admission;
    let failed: WireError | undefined;
    await this.#inTurn(async () => {
      if (identify(principal.identity) !== identify(this.principal.identity)) {
        failed = wireError("forbidden", "the token is another identity's");
        return;
      }
      const asked = await Promise.all(
        this.#reader.subscriptions.map(
          async (one) =>
            [one, await mayHear(gate, principal, one.place)] as const,
        ),
      );
      const gone = new Map<Subscription, WireError>();
      for (const [one, permission] of asked) {
        if (!permission.ok) gone.set(one, permission.error);
      }
      // Not known is not refused: the old token holds till it ends.
      failed = [...gone.values()].find(({ code }) => code === "unavailable");
      if (failed || this.ended) return;
      for (const [one, permission] of asked) {
        if (permission.ok) one.span = permission.span;
      }
      this.principal = principal;
      this.#reader.renew(principal);
      this.#leave(gone);
    });
    if (this.ended) {
      failed ??= wireError("unavailable", "the connection has ended");
    }
    return failed ? { ok: false, error: failed } : { ok: true };
  }

  async answer(answer: Answer): Promise<void> {
    const { contract, requests } = this.#context;
    const spec = channelSpec(contract, answer.channel);
    const resolved = spec && resolveAddress(spec, answer.params);
    if (!resolved?.ok) return;
    const { to } = resolved;
    const family = to.spec.wildcard ? to.spec.name : undefined;
    const hears = this.#reader.subscriptions.some(({ selection }) =>
      selects(selection, to.address, family),
    );
    if (hears) await requests.answer(to, answer);
  }

  #leave(gone: ReadonlyMap<Subscription, WireError | undefined>): void {
    if (this.ended || gone.size === 0) return;
    this.#reader.leave(new Set(gone.keys()));
    for (const [one, error] of gone) {
      this.#sink.unsubscribed?.({
        ...instanceOf(one),
        ...(error && { error }),
      });
    }
    this.#emit("onUnsubscribe", [...gone.keys()]);
  }

  #emit(
    hook: "onSubscribe" | "onUnsubscribe",
    subscriptions: readonly Subscription[],
  ): void {
    const { emit } = this.#context;
    if (!emit.has(hook)) return;
    const { connection, identity, transport } = this.#reader.described();
    for (const one of subscriptions) {
      emit(hook, { connection, identity, transport, ...instanceOf(one) });
    }
  }

  /** One change after the other; a technique that throws loses its connection. */
  #inTurn(change: () => void | Promise<void>): Promise<void> {
    const { hub } = this.#context;
    const turn = (this.#changes ?? Promise.resolve())
      .then(change)
      .catch((error: unknown) => hub.fault(this.#reader, error));
    this.#changes = turn;
    void turn.then(() => {
      if (this.#changes === turn) this.#changes = undefined;
    });
    return turn;
  }
}
