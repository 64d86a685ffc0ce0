/** Plain scalars of the YAML 1.2 core schema, for the subset reader. */

/** Not in the subset: read it with the library, which also reports. */
export const UNSURE = Symbol("unsure");

const INTEGER = /^[-+]?\d+$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
/** Octal, hexadecimal, infinite, or with a zero that the number would lose. */
const ODD_NUMBER = /^[-+]?(?:0[ox]|\.[a-z])|^\d{1,2}\.\d?[1-9]0$/i;

export function plainScalar(
  source: string,
): string | number | boolean | null | typeof UNSURE {
  switch (source) {
    case "null":
    case "Null":
    case "NULL":
    case "~":
      return null;
    case "true":
    case "True":
    case "TRUE":
      return true;
    case "false":
    case "False":
    case "FALSE":
      return false;
    default:
  }
  const first = source.charCodeAt(0);
  // Digits, `+`, `-` and `.` are all that a number begins with.
  const mayBeNumber =
    (first >= 0x30 && first <= 0x39) ||
    first === 0x2b ||
    first === 0x2d ||
    first === 0x2e;
  if (!mayBeNumber) return source;
  if (ODD_NUMBER.test(source)) return UNSURE;
  const isInteger = INTEGER.test(source);
  if (!isInteger && !FLOAT.test(source)) return source;
  const value = Number(source);
  const isExact = !isInteger || source.length <= 15;
  return isExact && Number.isFinite(value) ? value : UNSURE;
}

/** Within the quotes; `undefined`: an escape that JSON does not have. */
export function doubleQuoted(raw: string): string | undefined {
  if (!raw.includes("\\")) return raw;
  if (/\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})/.test(raw.replaceAll("\\\\", ""))) {
    return undefined;
  }
  return String(JSON.parse(`"${raw}"`));
}
