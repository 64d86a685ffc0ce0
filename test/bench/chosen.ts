/** The names that the environment asks for. */
export function chosen(
  variable: string,
  all: readonly string[],
): readonly string[] {
  const wanted = process.env[variable]?.split(",") ?? all;
  const unknown = wanted.filter((name) => !all.includes(name));
  if (unknown.length === 0) return wanted;
  throw new Error(`${variable}: no ${unknown.join(", ")}; there are: ${all}`);
}
