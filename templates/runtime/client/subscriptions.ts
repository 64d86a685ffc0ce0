/** The channel instances of one client, each with one subscription. */
import type { EventsOptions, Unsubscribe } from "../core/channel-types.js";
import type { ClientContext } from "./client-options.js";
import { keyOf } from "./key-of.js";
import type { ChannelSpec, Params } from "../core/spec.js";
import {
  createSubscription,
  type Listener,
  type Subscription,
} from "./subscription.js";

export interface Subscriptions {
  listen(
    spec: ChannelSpec,
    params: Params,
    listener: Listener,
    options?: EventsOptions,
  ): Unsubscribe;
  /** Those that should be open. */
  wanted(): Set<Subscription>;
  /** Ends the listeners and forgets everything. */
  close(): void;
}

/** `changed` is called once in a tick in which listeners came or went. */
export function createSubscriptions(
  context: ClientContext,
  changed: () => void,
): Subscriptions {
  const all = new Map<string, Subscription>();
  let touched = false;

  return {
    listen(spec, params, listener, { start, signal } = {}) {
      context.life.throwIfAborted();
      const key = keyOf({ channel: spec.name, params });
      let one =
        all.get(key) ?? createSubscription(spec, params, new Set(), context);
      // Those who listen already must not see events again: a start is the first's.
      if (start && !one.active()) one = one.renew(start);
      all.set(key, one);
      const { listeners } = one;
      listeners.add(listener);
      one.refused &&= listener.to.startsWith("rt.");
      touch();

      const stop = (): void => {
        signal?.removeEventListener("abort", end);
        listeners.delete(listener);
        touch();
      };
      const end = (): void => {
        stop();
        listener.end?.();
      };
      signal?.addEventListener("abort", end);
      if (signal?.aborted) end();
      return stop;
    },
    wanted: () =>
      new Set([...all.values()].filter((one) => one.active() && !one.refused)),
    close() {
      for (const { listeners } of all.values()) {
        for (const { end } of listeners) end?.();
        listeners.clear();
      }
      sweep();
    },
  };

  function touch(): void {
    if (!touched) queueMicrotask(sweep);
    touched = true;
  }

  /** Once per tick, so that leaving and coming back within one changes nothing. */
  function sweep(): void {
    touched = false;
    for (const [key, one] of all)
      if (!one.active()) {
        all.set(key, one.renew()); // its position is forgotten
        if (!one.listeners.size) all.delete(key);
      }
    changed();
  }
}
