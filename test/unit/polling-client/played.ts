/** A client that polls a played server, with time in the test's hands. */
import { createClient } from "../../../templates/runtime/client/client.js";
import { createSend } from "../../../templates/runtime/client/send.js";
import { createStream } from "../../../templates/runtime/client/stream.js";
import type { readParts } from "../../../templates/runtime/client/read-parts.js";
import type { Transport } from "../../../templates/runtime/client/transport.js";
import type { SubscribeRequest } from "../../../templates/runtime/core/protocol.js";
import type { PollingOptions } from "../../../templates/runtime/polling/client.js";
import { FakeClock, settle } from "../../support/fake-clock.js";
import {
  type TicksClient,
  ticksContract,
} from "../../support/ticks-contract.js";

/** What an answer says, but for what follows from the request. */
export interface Said {
  /** Numbers that `ticks` ticked: event n has the cursor `e.n`. */
  readonly ticks?: readonly number[];
  readonly events?: readonly object[];
  /** Default that of the last tick, else where it was asked from. */
  readonly cursor?: string;
  readonly hasMore?: boolean;
  readonly retryAfterMs?: number;
  /** Channels that are refused. */
  readonly refused?: readonly string[];
  /** By channel, where it is another than the cursor. */
  readonly next?: Readonly<Record<string, string>>;
  readonly tag?: string;
}

const FORBIDDEN = { code: "forbidden", message: "no", kind: "realtime" };

/** One request, and its answer. */
export class Asked {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: { readonly subscriptions: SubscribeRequest[] } | undefined;
  readonly signal: AbortSignal;
  readonly cache: string | undefined;
  readonly #resolve: (response: Response) => void;
  readonly fail: (error: unknown) => void;

  constructor(
    url: URL,
    init: RequestInit,
    resolve: (response: Response) => void,
    reject: (error: unknown) => void,
  ) {
    this.url = url;
    this.method = init.method!;
    this.headers = new Headers(init.headers);
    this.body = init.body ? JSON.parse(init.body as string) : undefined;
    this.signal = init.signal!;
    this.cache = init.cache;
    this.#resolve = resolve;
    this.fail = reject;
    this.signal.addEventListener("abort", () => reject(this.signal.reason));
  }

  get query(): Record<string, string> {
    return Object.fromEntries(this.url.searchParams);
  }
  get cursor(): string | null {
    return this.headers.get("last-event-id");
  }

  answer(said: Said = {}): Promise<void> {
    const { ticks = [], hasMore = false, retryAfterMs, tag } = said;
    const last = ticks.at(-1);
    const cursor =
      said.cursor ??
      (last === undefined ? (this.cursor ?? "e.0") : `e.${last}`);
    const accepted = {
      ok: true,
      cursor: this.cursor ?? "e.0",
      recovered: this.cursor !== null,
    };
    const channels = this.#channels().map((one) =>
      said.refused?.includes(one.channel)
        ? Object.assign(one, { ok: false, error: FORBIDDEN })
        : Object.assign(one, accepted, {
            next: said.next?.[one.channel] ?? cursor,
          }),
    );
    const events = ticks.map((n) => ({
      type: "ticked",
      data: n,
      meta: {
        id: `${n}`,
        channel: "ticks",
        params: {},
        time: "2026-01-01T00:00:00.000Z",
        cursor: `e.${n}`,
      },
    }));
    return this.respond(
      JSON.stringify({
        cursor,
        hasMore,
        retryAfterMs,
        protocol: 1,
        schema: "hash",
        recovered: true,
        channels,
        events: [...(said.events ?? []), ...events],
      }),
      { headers: tag ? { etag: tag } : {} },
    );
  }

  unchanged(cursor: string, more: Record<string, string> = {}): Promise<void> {
    const headers = { "rt-cursor": cursor, etag: "t", ...more };
    return this.respond(null, { status: 304, headers });
  }

  async respond(body: string | null, init?: ResponseInit): Promise<void> {
    this.#resolve(new Response(body, init));
    await settle();
    await settle();
  }

  #channels(): { channel: string; params: object }[] {
    if (this.body)
      return this.body.subscriptions.map(({ channel, params }) => ({
        channel,
        params,
      }));
    return this.url.searchParams.getAll("subscribe").map((text) => ({
      channel: text.split("(")[0]!,
      params: Object.fromEntries(
        new URLSearchParams(/\((.*)\)/.exec(text)?.[1]?.replace(/,/g, "&")),
      ),
    }));
  }
}

export class Played {
  readonly all: Asked[] = [];
  readonly clock = new FakeClock();
  readonly errors: unknown[] = [];
  readonly states: [state: string, error?: unknown][] = [];
  readonly heard: unknown[] = [];
  readonly client: TicksClient;

  constructor(
    make: (options: PollingOptions, parts?: typeof readParts) => Transport,
    options: object = {},
    parts?: typeof readParts,
  ) {
    const all = {
      url: "http://server/realtime",
      clock: this.clock,
      onError: (error: unknown) => this.errors.push(error),
      fetch: ((url: URL, init: RequestInit) =>
        new Promise<Response>((resolve, reject) =>
          this.all.push(new Asked(url, init, resolve, reject)),
        )) as typeof fetch,
      ...options,
    };
    this.client = createClient<TicksClient>(ticksContract, make(all, parts), {
      ...all,
      createSend,
      createStream,
    });
    this.client.onState((...change) => this.states.push(change));
  }

  /** Listens to the ticks; resolves when the first poll is under way. */
  async listen(): Promise<this> {
    const ticks = this.client.channels.ticks();
    ticks.on("ticked", (n) => void this.heard.push(n));
    ticks.onGap(({ reason }) => this.heard.push(reason));
    await settle();
    return this;
  }

  get last(): Asked {
    return this.all.at(-1)!;
  }

  /** Milliseconds until there is one more request; at most so many. */
  async untilNext(most: number): Promise<number> {
    const { length } = this.all;
    const since = this.clock.now();
    while (this.all.length === length && this.clock.now() - since < most)
      await this.clock.advance(1);
    return this.clock.now() - since;
  }
}
