/** How a client speaks to each kind of server. */

export interface Wire {
  readonly path: string;
  /** Said once the connection is open; WebSocket only. */
  readonly greeting?: string;
  /** What the server says when events will come. */
  readonly ready: string;
  /** A message that comes back: the event, with an id that is never used twice. */
  echo?(id: string, event: string): string;
}

const SUBSCRIBE = `{"type":"rt.subscribe","data":{"subscriptions":[{"channel":"feed","params":{},"start":"now"}]}}`;

export const wires: Readonly<Record<string, Wire>> = {
  "sse/ours": { path: "/realtime/sse?subscribe=feed", ready: "rt.hello" },
  "sse/raw": { path: "/sse", ready: ":ok" },
  "sse/better-sse": { path: "/sse", ready: "\r\n\r\n" },
  "sse/floor": { path: "/", ready: "\r\n\r\n" },
  "sse/trpc": { path: "/onEvent", ready: "event: connected" },
  "websocket/ours": {
    path: "/realtime/websocket",
    greeting: SUBSCRIBE,
    ready: "rt.subscribed",
    echo: (id, event) =>
      `{"type":"order.echo","id":"${id}","channel":"feed","params":{},"data":${event}}`,
  },
  "websocket/raw": {
    path: "/",
    ready: "\r\n\r\n",
    echo: (id, event) => `{"id":"${id}","echo":${event}}`,
  },
  "websocket/socket.io": {
    path: "/socket.io/?EIO=4&transport=websocket",
    greeting: "40",
    ready: '40{"sid"',
    echo: (id, event) => `42${id}["echo",${event}]`,
  },
  "websocket/trpc": {
    path: "/",
    greeting: `{"id":0,"method":"subscription","params":{"path":"onEvent"}}`,
    ready: `"started"`,
    echo: (id, event) =>
      `{"id":${id},"method":"mutation","params":{"path":"echo","input":${event}}}`,
  },
};

/** As it resumes, from a cursor that it has. */
export function resuming(kind: string, cursor: string): Wire {
  const wire = wires[kind]!;
  const start = JSON.stringify({ cursor });
  return kind.startsWith("sse/")
    ? { ...wire, path: `${wire.path}&last_event_id=${cursor}` }
    : { ...wire, greeting: SUBSCRIBE.replace(`"now"`, start) };
}
