/** Keys that are taken, each with the number that its next namesake may get. */
export type TakenKeys = Map<string, number>;

export function takenKeys(keys: Iterable<string> = []): TakenKeys {
  return new Map(Array.from(keys, (key) => [key, 2]));
}

/** The first of `name`, `name2`, `name3`, … that is not taken; takes it. */
export function uniqueKey(name: string, taken: TakenKeys): string {
  let key = name;
  let number = taken.get(name) ?? 1;
  while (taken.has(key)) key = `${name}${number++}`;
  taken.set(key, 2);
  if (key !== name) taken.set(name, number);
  return key;
}
