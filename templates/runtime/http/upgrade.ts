/// <reference types="node" />
/** What a technique that takes over connections is given; see RFC 9110, section 7.8. */
import type { Duplex } from "node:stream";
import type { Callers } from "./callers.js";
import type { HttpReply, HttpTechnique } from "./http.js";
import type { NodeHead } from "./node-request.js";
import type { IncomingMessage } from "node:http";
import type { ServerClock } from "../server/server-clock.js";
import type { Session } from "../server/session.js";

/** A connection that asks to be a WebSocket. Its errors are listened to already. */
export interface Upgrade {
  readonly head: NodeHead;
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  /** What came behind the request's head. */
  readonly rest: Buffer;
}

export interface UpgradeRoute {
  /** Below the base path. */
  readonly path: string;
  /** Takes the socket over, or tells what to answer; never rejects. */
  handle(upgrade: Upgrade): Promise<HttpReply | undefined>;
}

export interface UpgradeOptions {
  readonly callers: Callers;
  readonly clock: ServerClock;
}

/** A technique that needs more of node:http than requests. */
export interface NodeTechnique extends HttpTechnique {
  upgrade?<Identity>(
    session: Session<Identity>,
    options: UpgradeOptions,
  ): UpgradeRoute;
}
