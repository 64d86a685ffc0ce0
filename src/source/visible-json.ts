import type { Json } from "./json.js";

/** A JSON text on one line that shows all it holds: what readers cannot see, or what turns the text around it, is escaped. */
export function visibleJson(value: Json): string {
  return JSON.stringify(value).replace(HIDDEN, (character) =>
    Array.from({ length: character.length }, (_, i) => {
      const unit = character.charCodeAt(i).toString(16);
      return `\\u${unit.padStart(4, "0")}`;
    }).join(""),
  );
}

const HIDDEN = /[\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
