/** What a client does with one channel instance; `ChannelClient` is its typed face. */
import type {
  EventsOptions,
  SendOptions,
  Unsubscribe,
} from "../core/channel-types.js";
import { own, RealtimeError } from "../core/errors.js";
import { iterateEvents } from "./event-iterator.js";
import type { Send } from "./send.js";
import type { ChannelSpec, Params } from "../core/spec.js";
import type { Handler, Listener } from "./subscription.js";
import type { Subscriptions } from "./subscriptions.js";
import type { ReceivedEvent, ReceivedMeta } from "./transport.js";

export interface ClientChannel {
  on(
    type: string,
    handler: (data: unknown, meta: ReceivedMeta) => unknown,
    options?: EventsOptions,
  ): Unsubscribe;
  events(options?: EventsOptions): AsyncIterableIterator<ReceivedEvent>;
  send(type: string, data: unknown, options?: SendOptions): Promise<unknown>;
  onGap(listener: Handler): Unsubscribe;
  onSnapshot(listener: Handler): Unsubscribe;
  onUnknown(listener: Handler): Unsubscribe;
  onError(listener: Handler): Unsubscribe;
}

export function createClientChannel(
  spec: ChannelSpec,
  params: Params,
  { listen }: Subscriptions,
  send: Send,
): ClientChannel {
  const add = (listener: Listener, options?: EventsOptions): Unsubscribe =>
    listen(spec, params, listener, options);
  const control =
    (name: string) =>
    (run: Handler): Unsubscribe =>
      add({ to: `rt.${name}`, run });
  return {
    on(type, handler, options) {
      if (!own(spec.serverToClient, type))
        throw new RealtimeError("unknown_message", type);
      const run = (data: unknown, meta: ReceivedMeta): unknown =>
        handler(data, meta);
      return add({ to: type, run }, options);
    },
    events: (options) => iterateEvents((listener) => add(listener, options)),
    send: (type, data, options) => send(spec, params, type, data, options),
    onGap: control("gap"),
    onSnapshot: control("snapshot"),
    onUnknown: control("unknown"),
    onError: control("error"),
  };
}
