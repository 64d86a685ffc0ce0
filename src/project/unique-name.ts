/** The name, or with a number where it is taken. Without regard to case: some disks have none. */
export function uniqueName(
  name: string,
  taken: Set<string>,
  separator: string,
): string {
  let result = name;
  for (let n = 2; taken.has(result.toLowerCase()); n++) {
    result = `${name}${separator}${n}`;
  }
  taken.add(result.toLowerCase());
  return result;
}
