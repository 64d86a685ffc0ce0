/** The channels of a contract, to publish into. */
import type { Published, RequestOptions } from "../core/channel-types.js";
import type { ContractSpec } from "../core/spec.js";
import type { Publishing, PublishOptions } from "./publish.js";
import type { Requests } from "./requests.js";

/** One channel instance; its parameters are checked once. */
export interface ChannelPublisher {
  publish(
    type: string,
    data: unknown,
    options?: PublishOptions,
  ): Promise<Published>;
}

/** One whose clients may be asked, too. */
export interface ChannelServer extends ChannelPublisher {
  request(
    type: string,
    data: unknown,
    options?: PublishOptions & RequestOptions,
  ): Promise<unknown>;
}

type Channels<Channel> = Record<string, (params?: object) => Channel>;

export function channelsOf(
  contract: ContractSpec,
  publishing: Publishing,
  requests: Requests,
): Channels<ChannelServer> {
  return eachChannel(contract, (name, params) => {
    const to = publishing.address(name, params);
    return {
      publish: (...args) => publishing.publish(to, ...args),
      request: (...args) => requests.request(to, ...args),
    };
  });
}

export function publishersOf(
  contract: ContractSpec,
  publishing: Publishing,
): Channels<ChannelPublisher> {
  return eachChannel(contract, (name, params) => {
    const to = publishing.address(name, params);
    return { publish: (...args) => publishing.publish(to, ...args) };
  });
}

/** Any name may be a channel's: no prototype. */
function eachChannel<Channel>(
  { channels }: ContractSpec,
  make: (name: string, params: object) => Channel,
): Channels<Channel> {
  const made: Channels<Channel> = Object.create(null);
  for (const name of Object.keys(channels)) {
    made[name] = (params = {}) => make(name, params);
  }
  return made;
}
