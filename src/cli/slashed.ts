/** A path of this system, as paths are written everywhere else. */
export function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}
