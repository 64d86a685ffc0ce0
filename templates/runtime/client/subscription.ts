/**
 * One channel instance on the client: its position, its listeners, and the
 * queue between the connection and the handlers.
 *
 * Events of one instance are handled one at a time and in order, so the
 * position after the last finished one is the contiguous low-water mark:
 * everything before it was handled. A connection that breaks drops what still
 * waits, and the next one asks for it again from that position.
 */
import type { ClientContext } from "./client-options.js";
import { assertFits, assertMessage, own } from "../core/errors.js";
import type { Gap, Start, SubscribeRequest } from "../core/protocol.js";
import { retry } from "./retry.js";
import type { ChannelSpec, Params } from "../core/spec.js";
import type { Message, ReceivedEvent, ReceivedMeta } from "./transport.js";

/** Who gets which arguments is said by `to`; the generated types say it to users. */
export type Handler = (...args: never[]) => unknown;

/** Somebody who wants to hear; promises are waited for before anything else is told. */
export interface Listener {
  /**
   * A message's name, `*` for every message of the contract, or one of
   * `rt.gap`, `rt.snapshot`, `rt.unknown`, `rt.error`.
   */
  readonly to: string;
  readonly run: Handler;
  /** The subscription is over, for good where there is no error. */
  readonly end?: (error?: unknown) => void;
}

/** Something that moves the position when it has finished. */
interface Step {
  cursor: string;
  readonly run: () => Promise<unknown>;
  readonly meta: ReceivedMeta | undefined;
}

export interface Subscription {
  readonly listeners: Set<Listener>;
  /** The server said no: not asked again until somebody subscribes anew. */
  refused: boolean;
  /** Whether anybody wants its events. */
  active(): boolean;
  /** What a new connection asks for; drops what still waits. */
  request(): SubscribeRequest;
  hello(cursor: string): void;
  /** An event, a gap or a snapshot. */
  receive(message: Message): void;
  /** Moves the position when all that waits has finished. */
  reached(cursor: string): void;
  /** Tells `onError`, and ends the listeners that can be ended. */
  refuse(error: unknown): void;
  /** Another in its place, for the same listeners, which begins where it is told. */
  renew(start?: Start): Subscription;
}

export function createSubscription(
  spec: ChannelSpec,
  params: Params,
  listeners: Set<Listener>,
  context: ClientContext,
  start: Start = "now", // counts while there is no position
): Subscription {
  const { inFlight, life, handlerRetries, rememberedIds, onError } = context;
  const seen = new Set<string>(); // the one not seen for longest is first
  const steps: Step[] = []; // the first one is running
  let position: Start | undefined;
  let withSnapshot = false; // was asked for
  let heldGap: Gap | undefined; // waits for its snapshot
  const hears = (pattern: RegExp): boolean =>
    [...listeners].some(({ to }) => pattern.test(to));

  const self: Subscription = {
    listeners,
    refused: false,
    active: () => hears(/^(?!rt\.)/),
    request() {
      drop();
      withSnapshot = !!spec.snapshot && hears(/^rt\.(gap|snapshot)$/);
      return {
        channel: spec.name,
        params,
        start: position ?? start,
        ...(withSnapshot && { snapshot: true }),
      };
    },
    hello(cursor) {
      // With a snapshot due, joining is complete only when it has come.
      if (!withSnapshot) position ??= { cursor };
    },
    receive(message) {
      if (message.meta)
        add(message.meta.cursor, () => dispatch(message), message.meta);
      else if (message.type === "rt.gap") {
        heldGap = message.data; // two in a row are one
        if (!withSnapshot) releaseGap();
      } else if (message.type === "rt.snapshot") {
        const { cursor, data } = message.data;
        const gap = heldGap;
        heldGap = undefined;
        add(cursor, async () => {
          const issues = spec.snapshot?.(data);
          if (gap) await tellGap(gap, issues ? {} : { snapshot: data });
          assertFits("snapshot", issues);
          await tell("rt.snapshot", [data, cursor]);
        });
      }
    },
    reached(cursor) {
      releaseGap();
      const last = steps.at(-1);
      if (last) last.cursor = cursor;
      else position = { cursor };
    },
    refuse(error) {
      self.refused = true;
      report(error);
      for (const { end } of listeners) end?.(error);
    },
    renew(from) {
      drop();
      return createSubscription(spec, params, listeners, context, from);
    },
  };
  return self;

  /** What runs goes on, and counts. */
  function drop(): void {
    inFlight.add(-steps.splice(1).length);
    heldGap = undefined;
  }

  function add(
    cursor: string,
    run: () => Promise<unknown>,
    meta?: ReceivedMeta,
  ): void {
    releaseGap();
    inFlight.add(1);
    if (steps.push({ cursor, run, meta }) === 1) void work();
  }

  async function work(): Promise<void> {
    for (let step; (step = steps[0]); steps.shift()) {
      await step.run().catch((error) => report(error, step?.meta));
      position = { cursor: step.cursor };
      inFlight.add(-1);
    }
  }

  function releaseGap(): void {
    const gap = heldGap;
    heldGap = undefined;
    if (gap) add(gap.oldest, () => tellGap(gap));
  }

  function tellGap({ reason, oldest }: Gap, more?: object): Promise<unknown> {
    return tell("rt.gap", [{ reason, oldest, ...more }]);
  }

  async function dispatch({
    type,
    data,
    meta,
  }: ReceivedEvent): Promise<unknown> {
    // An id is unique among the messages of one name in one channel instance.
    const key = `${type} ${meta.id}`;
    const again = seen.delete(key);
    seen.add(key);
    const [oldest] = seen;
    if (seen.size > rememberedIds) seen.delete(oldest!);
    if (again) return undefined;

    const known = own(spec.serverToClient, type);
    if (!known) return tell("rt.unknown", [type, data, meta]);
    if (data === undefined)
      assertFits(type, [{ path: [], code: "json", message: "must be JSON" }]);
    assertMessage(type, known, data, meta.headers);
    return tell(type, [data, meta, type], meta);
  }

  /** Tells each that is still there; one that throws is tried again as often as asked. */
  function tell(
    to: string,
    args: readonly unknown[],
    meta?: ReceivedMeta, // of an event
  ): Promise<unknown> {
    return Promise.all(
      [...listeners].map(async (listener): Promise<void> => {
        if (listener.to !== to && !(meta && listener.to === "*")) return;
        const tries = { failures: 0 };
        while (listeners.has(listener))
          try {
            await listener.run(...(args as never[]));
            return;
          } catch (error) {
            if (tries.failures >= handlerRetries) return report(error, meta);
            await retry(context, tries, {}, life);
          }
      }),
    );
  }

  function report(error: unknown, meta?: ReceivedMeta): void {
    const told = [...listeners].filter(({ to }) => to === "rt.error");
    for (const { run } of told.length ? told : [{ run: onError }])
      try {
        run(error as never, meta as never);
      } catch (failure) {
        console.error(failure); // never a loop of errors about errors
      }
  }
}
