/**
 * One channel instance on the client, or, with open parameters, many: its
 * position, its listeners, and the queue between the connection and the
 * handlers.
 *
 * Its events are handled one at a time and in order, so the position after
 * the last finished one is the contiguous low-water mark: everything before
 * it was handled. A connection that breaks drops what still waits, and the
 * next one asks for it again from that position.
 */
import type { ClientContext } from "./client-options.js";
import { createCursorSaver } from "./cursor-saver.js";
import { assertFits, assertMessage, own } from "../core/errors.js";
import { keyOf } from "./key-of.js";
import type {
  EventMeta,
  Gap,
  Start,
  SubscribeRequest,
} from "../core/protocol.js";
import { retry } from "./retry.js";
import type { ChannelSpec, Params } from "../core/spec.js";
import type {
  Instance,
  Message,
  ReceivedEvent,
  ReceivedMeta,
} from "./transport.js";

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
  readonly key: string;
  readonly instance: Instance;
  readonly listeners: Set<Listener>;
  /** The server said no: not asked again until somebody subscribes anew. */
  refused: boolean;
  /** Whether anybody wants its events. */
  active(): boolean;
  /** Whether an event is one of its; parameters that it leaves open may be any. */
  includes(meta: EventMeta): boolean;
  /**
   * What a connection asks for; drops what still waits, and hears nothing
   * until {@link Subscription.joined}. Rejects where the position cannot be read.
   */
  request(): Promise<SubscribeRequest>;
  /** The server has said yes, and where it begins. */
  joined(cursor: string): void;
  /** An event, a gap or a snapshot. */
  receive(message: Message): void;
  /** Moves the position when all that waits has finished. */
  reached(cursor: string): void;
  /** Tells `onError`, and ends the listeners that can be ended. */
  refuse(error: unknown): void;
  /** Another in its place, for the same listeners, which begins where it is told. */
  renew(start?: Start): Subscription;
}

/** What a handler that was given up has in place of a result. */
export const FAILED = Symbol("failed");

export function createSubscription(
  spec: ChannelSpec,
  params: Params,
  listeners: Set<Listener>,
  context: ClientContext,
  start: Start = "now", // counts while there is no position
): Subscription {
  const { inFlight, life, cursorStore, onError } = context;
  const instance: Instance = { channel: spec.name, params };
  const key = keyOf(instance);
  const given = Object.entries(params);
  const save = cursorStore && createCursorSaver(cursorStore, key, onError);
  const seen = new Set<string>(); // the one not seen for longest is first
  const steps: Step[] = []; // the first one is running
  let position: Start | undefined;
  let hearing = false;
  let withSnapshot = false; // was asked for
  let heldGap: Gap | undefined; // waits for its snapshot
  const hears = (pattern: RegExp): boolean =>
    [...listeners].some(({ to }) => pattern.test(to));

  const self: Subscription = {
    key,
    instance,
    listeners,
    refused: false,
    active: () => hears(/^(?!rt\.)/),
    includes: (meta) =>
      meta.channel === spec.name &&
      given.every(([name, value]) => meta.params[name] === value),
    async request() {
      drop();
      withSnapshot = !!spec.snapshot && hears(/^rt\.(gap|snapshot)$/);
      try {
        const cursor = position ? undefined : await cursorStore?.get(key);
        if (cursor !== undefined) position ??= { cursor };
      } catch (error) {
        report(error);
        throw error;
      }
      return {
        ...instance,
        start: position ?? start,
        ...(withSnapshot && { snapshot: true }),
      };
    },
    joined(cursor) {
      hearing = true;
      // With a snapshot due, joining is complete only when it has come.
      if (!position && !withSnapshot) moveTo(cursor);
    },
    receive(message) {
      if (!hearing) return;
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
      if (!hearing) return;
      releaseGap();
      const last = steps.at(-1);
      if (last) last.cursor = cursor;
      else moveTo(cursor);
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
    hearing = false;
  }

  function moveTo(cursor: string): void {
    position = { cursor };
    void save?.(cursor);
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
      moveTo(step.cursor);
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

  async function dispatch({ type, data, meta }: ReceivedEvent): Promise<void> {
    // An id is unique among the messages of one name in one channel instance.
    const about = JSON.stringify([type, meta.id, meta.params]);
    const again = seen.delete(about);
    seen.add(about);
    const [oldest] = seen;
    if (seen.size > context.rememberedIds) seen.delete(oldest!);
    if (again) return;

    const known = own(spec.serverToClient, type);
    if (!known) {
      await tell("rt.unknown", [type, data, meta]);
      return;
    }
    if (data === undefined)
      assertFits(type, [{ path: [], code: "json", message: "must be JSON" }]);
    assertMessage(type, known, data, meta.headers);
    const results = await tell(type, [data, meta, type], meta);
    if (known.reply) context.answers?.(type, known.reply, meta, results);
  }

  /**
   * Tells each that is still there, and returns what they returned; one that
   * throws is tried again as often as asked.
   */
  function tell(
    to: string,
    args: readonly unknown[],
    meta?: ReceivedMeta, // of an event
  ): Promise<unknown[]> {
    return Promise.all(
      [...listeners].map(async (listener): Promise<unknown> => {
        const tries = { failures: 0 };
        if (listener.to === to || (meta && listener.to === "*"))
          while (listeners.has(listener))
            try {
              return await listener.run(...(args as never[]));
            } catch (error) {
              if (tries.failures >= context.handlerRetries) {
                report(error, meta);
                return FAILED;
              }
              await retry(context, tries, undefined, life);
            }
        return undefined;
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
