import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { endpoint } from "../../../templates/runtime/client/endpoint.js";
import { sseTransport } from "../../../templates/runtime/sse/client.js";
import { websocketTransport } from "../../../templates/runtime/websocket/client.js";

test.each([
  [
    "https://a.example/realtime",
    "sse",
    "http",
    "https://a.example/realtime/sse",
  ],
  [
    "https://a.example/realtime/",
    "sse",
    "http",
    "https://a.example/realtime/sse",
  ],
  ["ws://a.example:80", "sse", "http", "http://a.example/sse"],
  ["http://a.example/x", "websocket", "ws", "ws://a.example/x/websocket"],
  ["wss://a.example/x", "websocket", "ws", "wss://a.example/x/websocket"],
] as const)("%s, %s over %s", (base, path, scheme, expected) => {
  expect(endpoint(base, path, scheme).href).toBe(expected);
});

test.each(["localhost:3000/realtime", "/realtime", "ftp://a.example", ""])(
  "%j can never work, and says so at once",
  (url) => {
    expect(() => sseTransport({ url })).toThrow(TypeError);
    const webSocket = WebSocket as never;
    expect(() => websocketTransport({ url, webSocket })).toThrow(TypeError);
  },
);
