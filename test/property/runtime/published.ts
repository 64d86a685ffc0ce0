/** All that was ever published, and what a subscription may not miss of it. */
import {
  formatInstance,
  type Instance,
} from "../../../templates/runtime/core/instance.js";

export interface PublishedEvent {
  readonly offset: number;
  readonly instance: Instance;
  readonly address: string;
  /** What a later one of the same replaces; absent where nothing does. */
  readonly state: string | undefined;
  readonly ephemeral: boolean;
}

export const nameOf = ({ channel, params }: Instance): string =>
  formatInstance(channel, params, Object.keys(params));

/** Whether an instance is of a place, whose parameters may be open. */
export function isOf(place: Instance, { channel, params }: Instance): boolean {
  return (
    place.channel === channel &&
    Object.entries(place.params).every(([key, value]) => params[key] === value)
  );
}

/** Whether a place is several addresses: of the devices, which have two parameters. */
export function isOpen({ channel, params }: Instance): boolean {
  return channel === "devices" && Object.keys(params).length < 2;
}

export class Published {
  readonly #epochs = new Map<string, PublishedEvent[]>();

  add(epoch: string, event: PublishedEvent): void {
    const events = this.#epochs.get(epoch);
    if (events) events.push(event);
    else this.#epochs.set(epoch, [event]);
  }

  get(epoch: string, offset: number): PublishedEvent | undefined {
    return this.#of(epoch).find((one) => one.offset === offset);
  }

  /** The last offset published. */
  head(epoch: string): number {
    return this.#of(epoch).at(-1)?.offset ?? 0;
  }

  /** Offsets of a place's events after one offset and up to another, but for the ephemeral. */
  between(place: Instance, epoch: string, after: number, to: number): number[] {
    return this.#kept(place, epoch, after, to).map(({ offset }) => offset);
  }

  /**
   * Those of them that no later one replaces.
   * @param by up to where the later one stands
   */
  due(
    place: Instance,
    epoch: string,
    after: number,
    to: number,
    by = Infinity,
  ): number[] {
    const events = this.#of(epoch);
    return this.#kept(place, epoch, after, to)
      .filter(
        ({ offset, address, state }) =>
          state === undefined ||
          !events.some(
            (later) =>
              later.offset > offset &&
              later.offset <= by &&
              later.address === address &&
              later.state === state,
          ),
      )
      .map(({ offset }) => offset);
  }

  #of(epoch: string): readonly PublishedEvent[] {
    return this.#epochs.get(epoch) ?? [];
  }

  #kept(
    place: Instance,
    epoch: string,
    after: number,
    to: number,
  ): PublishedEvent[] {
    return this.#of(epoch).filter(
      ({ offset, instance, ephemeral }) =>
        !ephemeral && offset > after && offset <= to && isOf(place, instance),
    );
  }
}
