/**
 * Names that fold to the same text are one and the same to somebody: to disks
 * without case, to disks that decompose accents, to readers.
 */
export function foldName(name: string): string {
  if (PLAIN.test(name)) return name.toLowerCase();
  return (
    name
      .normalize("NFKD")
      // Accents alone: in other scripts marks are letters.
      .replace(/[\u0300-\u036f]/g, "")
      .toLowerCase()
      .replaceAll("ß", "ss")
  );
}

const PLAIN = /^\w*$/;
