/** The test contract behind `fetch`, asked one poll at a time, with time in the test's hands. */
import { memoryEngine } from "../../../templates/runtime/engine/memory/memory-engine.js";
import type { HttpTechnique } from "../../../templates/runtime/http/http.js";
import {
  createServer,
  type Server,
  type ServerOptions,
} from "../../../templates/runtime/http/server.js";
import type { ContractSpec } from "../../../templates/runtime/core/spec.js";
import type { PageHead } from "../../../templates/runtime/polling/protocol.js";
import { contract } from "../runtime-server/contract.js";
import { handlers, type Me, TestClock } from "../runtime-server/harness.js";

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly page: PageHead & {
    readonly events: readonly {
      readonly type: string;
      readonly data: { readonly n: number } & Record<string, unknown>;
      readonly meta?: { readonly cursor: string };
    }[];
  };
  /** Of the events' data. */
  readonly ns: readonly number[];
  readonly error: { readonly code: string; readonly message: string };
}

export interface Polled {
  readonly server: Server<Me>;
  readonly clock: TestClock;
  get(query: string, headers?: Record<string, string>): Promise<Answered>;
  post(body: unknown, headers?: Record<string, string>): Promise<Answered>;
  /** What is sent is as said, token included. */
  raw(path: string, init?: RequestInit): Promise<Answered>;
  tick(n: number, channel?: string): Promise<string>;
}

export function polled(
  technique: HttpTechnique,
  options: Partial<ServerOptions<Me>> = {},
  of: ContractSpec = contract,
): Polled {
  const clock = new TestClock();
  const server = createServer<Me, Server<Me>["channels"]>(
    of,
    {
      authenticate: ({ token }) => (token ? { identity: { id: token } } : null),
      authorize: () => true,
      engine: memoryEngine({ clock, epoch: "e1" }),
      handlers,
      snapshots: { board: () => ({ sum: 7 }) },
      hooks: { onError() {} },
      clock,
      ...options,
    },
    [technique],
  );
  const base = "http://127.0.0.1/realtime";
  const raw = async (path: string, init?: RequestInit): Promise<Answered> => {
    const response = await server.fetch(new Request(base + path, init));
    const { status, headers } = response;
    const text = await response.text();
    const body = text === "" ? {} : JSON.parse(text);
    const ns = (body.events ?? [])
      .filter((event: { meta?: object }) => event.meta)
      .map((event: { data: { n: number } }) => event.data.n);
    return { status, headers, page: body, ns, error: body.error };
  };
  const auth = { authorization: "Bearer me" };
  return {
    server,
    clock,
    raw,
    get: (query, headers) =>
      raw(`/${technique.id}?${query}`, { headers: { ...auth, ...headers } }),
    post: (body, headers) =>
      raw(`/${technique.id}`, {
        method: "POST",
        headers: { ...auth, "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    async tick(n, channel = "lobby") {
      const { runtime } = server;
      const { cursor } = await runtime.publish(channel, {}, "tick", { n });
      return cursor;
    },
  };
}

/** Headers that go on from a cursor. */
export const from = (
  cursor: string,
  tag?: string | null,
): Record<string, string> => ({
  "last-event-id": cursor,
  ...(tag && { "if-none-match": tag }),
});

export const subscription = (
  channel: string,
  start: unknown = "now",
): object => ({ channel, params: {}, start });
