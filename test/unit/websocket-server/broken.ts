/** What tests of bad peers share. */
import { frame, RawWs, TEXT } from "../../support/raw-ws.js";
import { WsPeer } from "../../support/ws-peer.js";
import { cleanUp, type Wired, wired } from "./wired.js";

export const json = (value: unknown): Buffer =>
  frame(TEXT, JSON.stringify(value));
export const ping = { type: "rt.nope", data: {} };
export const wait = (id: number, pad = ""): object => ({
  type: "wait",
  id: String(id),
  channel: "chat",
  data: pad,
});
export const subscribe = {
  type: "rt.subscribe",
  data: { subscriptions: [{ channel: "lobby", params: {}, start: "now" }] },
};

export async function opened(
  ...[options, settings]: Parameters<typeof wired>
): Promise<Wired & { readonly raw: RawWs }> {
  const server = await wired(options, settings);
  const raw = await RawWs.open(server.port);
  cleanUp(() => raw.socket.destroy());
  await raw.message("rt.hello");
  return { ...server, raw };
}

/** The other clients feel nothing of what one does. */
export async function stillServes(port: number): Promise<void> {
  const peer = await WsPeer.open(port);
  cleanUp(() => peer.ws.terminate());
  await peer.next("rt.hello");
}
