/** RFC 3492, in which names of hosts hold letters beyond ASCII. */

/** RFC 3492. */
export function fromPunycode(text: string): string | undefined {
  const hyphen = text.lastIndexOf("-");
  const output = [...(hyphen > 0 ? text.slice(0, hyphen) : "")];
  let code = 128;
  let bias = 72;
  let at = hyphen > 0 ? hyphen + 1 : 0;
  if (at === text.length) return undefined;
  for (let i = 0; at < text.length; i++) {
    const before = i;
    for (let weight = 1, k = 36; ; k += 36) {
      const digit = "abcdefghijklmnopqrstuvwxyz0123456789".indexOf(
        text.charAt(at++) || "?",
      );
      if (digit < 0) return undefined;
      i += digit * weight;
      const threshold = Math.min(Math.max(k - bias, 1), 26);
      if (digit < threshold) break;
      weight *= 36 - threshold;
    }
    const size = output.length + 1;
    let delta = Math.floor((i - before) / (before === 0 ? 700 : 2));
    delta += Math.floor(delta / size);
    let k = 0;
    for (; delta > 455; k += 36) delta = Math.floor(delta / 35);
    bias = k + Math.floor((36 * delta) / (delta + 38));
    code += Math.floor(i / size);
    i %= size;
    if (code > 0x10ffff) return undefined;
    output.splice(i, 0, String.fromCodePoint(code));
  }
  return output.join("");
}
