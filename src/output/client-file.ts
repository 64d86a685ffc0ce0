/** `client.ts`: types and typed errors; constructors stand with their techniques. */
import { template } from "../render/render.js";
import type { Contract } from "../contract/model.js";
import {
  accessors,
  barrel,
  CHANNEL_TYPES,
  clientAccessors,
  type AssembledChannel,
} from "./assembled-channel.js";
import type { GeneratedFile } from "../plan/generated-file.js";
import { braced, Imports } from "./imports.js";
import { serversConstant } from "./servers.js";

const render = template<{
  readonly imports: readonly string[];
  readonly exports: readonly string[];
  readonly channels: string;
  /** A statement; empty where there is none. */
  readonly servers: string;
}>("shared/client.ts.hbs");

/** What users of a client may need to name. */
const TYPES = [
  "ChannelClient",
  "ChannelListener",
  "ClientState",
  "GapEvent",
  "Meta",
  "StartAt",
];

const ERRORS = [
  "RealtimeError",
  "RemoteError",
  "ReplyTimeout",
  "ValidationError",
];

export function clientFile(
  contract: Contract,
  channels: readonly AssembledChannel[],
): GeneratedFile {
  const imports = new Imports().type(CHANNEL_TYPES, "RealtimeClient");
  const members = accessors(channels, clientAccessors, imports);
  return {
    path: "client.ts",
    content: render({
      imports: imports.statements(),
      exports: [
        ...barrel(channels, ERRORS),
        braced("export type", TYPES, CHANNEL_TYPES),
      ],
      channels: members,
      servers: serversConstant(contract) ?? "",
    }),
  };
}
