/** What a client does with one channel instance; `ChannelClient` is its typed face. */
import type {
  EventsOptions,
  SendOptions,
  StreamOptions,
  Unsubscribe,
} from "../core/channel-types.js";
import { own, RealtimeError } from "../core/errors.js";
import { iterate } from "./iterate.js";
import type { Send } from "./send.js";
import type { ChannelSpec, Params } from "../core/spec.js";
import type { Stream } from "./stream.js";
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
  stream(
    type: string,
    data: unknown,
    options?: StreamOptions,
  ): AsyncIterableIterator<unknown>;
  onGap(listener: Handler): Unsubscribe;
  onSnapshot(listener: Handler): Unsubscribe;
  onUnknown(listener: Handler): Unsubscribe;
  onError(listener: Handler): Unsubscribe;
}

/** Without `send` or `stream`, the generated types have no message for it. */
export function createClientChannel(
  spec: ChannelSpec,
  params: Params,
  { listen }: Subscriptions,
  send: Send | undefined,
  stream: Stream | undefined,
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
    events: (options) =>
      iterate((offer, end) => {
        const run = (data: unknown, meta: ReceivedMeta, type: string) =>
          offer({ type, data, meta });
        return add({ to: "*", run, end }, options);
      }),
    send: (...message) => send!(spec, params, ...message),
    stream: (...message) => stream!(spec, params, ...message),
    onGap: control("gap"),
    onSnapshot: control("snapshot"),
    onUnknown: control("unknown"),
    onError: control("error"),
  };
}
