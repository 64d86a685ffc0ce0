/**
 * Run by Node, Bun and Deno, as a bundle, with the server's address as its
 * argument: prints what it hears, and must end by itself.
 */
import { createClient } from "../../../templates/runtime/client/client.js";
import type { ClientOptions } from "../../../templates/runtime/client/client-options.js";
import { createSend } from "../../../templates/runtime/client/send.js";
import type { Transport } from "../../../templates/runtime/client/transport.js";
import {
  type TicksClient,
  ticksContract,
} from "../../support/ticks-contract.js";

declare const process: { readonly argv: readonly string[] } | undefined;
declare const Deno: { readonly args: readonly string[] } | undefined;

export async function smoke(
  transport: (options: ClientOptions & { readonly url: string }) => Transport,
): Promise<void> {
  const [url = ""] =
    typeof Deno === "undefined" ? process!.argv.slice(2) : Deno.args;
  const options = { url, token: () => "secret", backoffBaseMs: 1 };
  const client = createClient<TicksClient>(ticksContract, transport(options), {
    ...options,
    createSend,
  });

  const heard: unknown[] = [];
  for await (const { type, data, meta } of client.channels.ticks().events()) {
    heard.push([type, data, meta.cursor]);
    if (data === 3) break;
  }
  const reply = await client.channels.ticks().send("reset", 5);
  await client.close();
  console.log(JSON.stringify({ heard, reply, state: client.state }));
}
