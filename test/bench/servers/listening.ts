import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";

/** A server that all of its clients have subscribed to the same. */
export interface BenchServer {
  readonly port: number;
  publish(event: object): unknown;
}

/** The port; the queue takes a thousand clients at once. */
export async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1", 4_096);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
