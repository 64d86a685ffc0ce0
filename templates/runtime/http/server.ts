/** The server of one contract behind a web-standard `fetch`: what generated code calls. */
import { clientIp } from "./client-ip.js";
import type { HttpTechnique, RouteOptions } from "./http.js";
import { createHttpRouter, type HttpRouter } from "./http-router.js";
import type { AnyInstance, HttpOptions } from "../server/options.js";
import {
  createRuntime,
  type CreateOptions,
  type Runtime,
} from "../server/realtime.js";
import type { ContractSpec } from "../core/spec.js";
import { createFetch, type FetchHandler } from "./web.js";

export interface ServerOptions<Identity, Instance = AnyInstance>
  extends CreateOptions<Identity, Instance>, HttpOptions {}

/** `Channels` is the generated interface: a function per channel. */
export interface Server<Identity, Channels = Runtime<Identity>["channels"]> {
  /** For techniques and tests. */
  readonly runtime: Runtime<Identity>;
  readonly channels: Channels;
  /** Answers requests below the base path. */
  readonly fetch: FetchHandler;
  readonly revoke: Runtime<Identity>["revoke"];
  readonly start: Runtime<Identity>["start"];
  readonly close: Runtime<Identity>["close"];
}

const encoder = new TextEncoder();

/** @throws {TypeError} where a handler or a snapshot provider is missing */
export function createServer<Identity, Channels>(
  contract: ContractSpec,
  options: ServerOptions<Identity, never>,
  techniques: readonly HttpTechnique[],
): Server<Identity, Channels> {
  return assembleServer<Identity, Channels>(
    contract,
    options,
    techniques,
    (text) => encoder.encode(text),
  ).server;
}

/** The server and its router, for the form that node:http needs. */
export function assembleServer<Identity, Channels>(
  contract: ContractSpec,
  options: ServerOptions<Identity, never>,
  techniques: readonly HttpTechnique[],
  encode: RouteOptions["encode"],
): {
  readonly server: Server<Identity, Channels>;
  readonly router: HttpRouter;
} {
  // The runtime asks about the contract's own channels alone.
  const runtime = createRuntime(contract, options as ServerOptions<Identity>);
  const { session, revoke, start, close } = runtime;
  const channels = runtime.channels as Channels;
  const router = createHttpRouter(runtime, techniques, options, encode);
  const fetch = createFetch(
    router,
    session.limits.highWaterMark,
    clientIp(options.trustProxy ?? 0),
  );
  return { server: { runtime, channels, fetch, revoke, start, close }, router };
}
