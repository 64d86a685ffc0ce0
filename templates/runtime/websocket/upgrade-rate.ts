/** How often one address may connect. */
import { Rate } from "../server/rate.js";

export class UpgradeRate {
  readonly #rate: Rate;

  /** `Infinity` refuses nobody. */
  constructor(perSecond: number) {
    this.#rate = new Rate(perSecond);
  }

  /** 0 where it may; else how many milliseconds it should wait. */
  take(ip: string | undefined, now: number): number {
    return this.#rate.take(networkOf(ip ?? ""), now);
  }
}

/** Who has one address of IPv6 has all those that share its first 64 bits. */
function networkOf(ip: string): string {
  if (!ip.includes(":") || ip.includes(".")) return ip; // IPv4, mapped too
  const [head = "", tail] = ip.split("::");
  const groups = head === "" ? [] : head.split(":");
  if (tail !== undefined) {
    const after = tail === "" ? [] : tail.split(":");
    const zeros = 8 - groups.length - after.length;
    for (let i = 0; i < zeros; i++) groups.push("0");
    groups.push(...after);
  }
  return groups.slice(0, 4).join(":");
}
