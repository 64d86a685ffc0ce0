/** Texts for people, the same whatever language they were written in. */
import type { Channel, Contract, Message } from "./model.js";

/** Without the spaces and line ends around them that block scalars bring; empty ones are none. */
export function withTidyProse(contract: Contract): Contract {
  return tidy({ ...contract, channels: contract.channels.map(ofChannel) });
}

function ofChannel(channel: Channel): Channel {
  return tidy({
    ...channel,
    parameters: channel.parameters.map(tidy),
    serverToClient: channel.serverToClient.map(ofMessage),
    clientToServer: channel.clientToServer.map(ofMessage),
  });
}

function ofMessage(message: Message): Message {
  const { errors } = message;
  const isTidy = errors.every((error) => tidy(error) === error);
  return tidy(isTidy ? message : { ...message, errors: errors.map(tidy) });
}

interface Prose {
  readonly summary?: string;
  readonly description?: string;
}

/** The same object where there is nothing to do, as mostly. */
function tidy<T extends Prose>(owner: T): T {
  const { summary, description, ...rest } = owner;
  if (isTidy(summary) && isTidy(description)) return owner;
  const [first, second] = [summary?.trim(), description?.trim()];
  // The compiler cannot see that T is the rest with these two.
  return {
    ...rest,
    ...(first && { summary: first }),
    ...(second && { description: second }),
  } as T;
}

function isTidy(text: string | undefined): boolean {
  return text === undefined || (text !== "" && text === text.trim());
}
