/**
 * Who calls: the peer, or with so many trusted proxies in front, the entry of
 * `X-Forwarded-For` that the outermost of them wrote. What stands before it
 * was written by the caller.
 */
export function clientIp(
  trustProxy: number,
): (
  forwardedFor: string | undefined,
  peer: string | undefined,
) => string | undefined {
  return (forwardedFor, peer) => {
    if (trustProxy < 1) return peer;
    const hops = forwardedFor?.split(",") ?? [];
    const hop = hops[Math.max(hops.length - trustProxy, 0)]?.trim();
    return hop || peer;
  };
}
