/** What both ends of a WebSocket agree on; WIRE.md is the reference. */

/** Selected by the server, always; a later protocol would be another one. */
export const SUBPROTOCOL = "rt.v1";

/** In front of a token, base64url, offered beside {@link SUBPROTOCOL}. */
export const BEARER_SUBPROTOCOL = "bearer.";

/** Parts of a stream that may be sent before the client makes room for more. */
export const STREAM_WINDOW = 16;

/** RFC 6455, section 7.4, and the registry of close codes. */
export const CLOSE_CODE = {
  /** The client is done. */
  done: 1000,
  /** Not text. */
  binary: 1003,
  /** Not UTF-8, or not JSON. */
  malformed: 1007,
  /** Too much that is wrong. */
  abuse: 1008,
  tooLarge: 1009,
  internal: 1011,
  /** The server restarts: come back. */
  restart: 1012,
  /** The client takes too little. */
  tryLater: 1013,
  expired: 4001,
  revoked: 4003,
} as const;
