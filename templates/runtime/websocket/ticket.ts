/// <reference types="node" />
/**
 * Tickets: a caller's own token, sealed for half a minute and for one origin.
 * A browser cannot send headers with a WebSocket, and a token in a URL would
 * end up in logs; a ticket there is worth nothing soon. Nothing is stored.
 */
import {
  createCipheriv,
  createDecipheriv,
  hkdfSync,
  randomBytes,
} from "node:crypto";

export const TICKET_MS = 30_000;

const CIPHER = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;
const MIN_SECRET = 32;

export interface Tickets {
  seal(token: string, origin: string | undefined, now: number): string;
  /** The token; `undefined` where the ticket is forged, over, or for another origin. */
  open(
    ticket: string,
    origin: string | undefined,
    now: number,
  ): string | undefined;
}

/**
 * @param secret the same in every process that answers under one address
 * @throws {TypeError} where it is too short to be secret
 */
export function createTickets(secret: string | undefined): Tickets {
  if (secret !== undefined && secret.length < MIN_SECRET) {
    throw new TypeError(
      `ticketSecret must have at least ${MIN_SECRET} characters`,
    );
  }
  const key =
    secret === undefined
      ? randomBytes(32)
      : new Uint8Array(hkdfSync("sha256", secret, "", "rt.v1 ticket", 32));
  return {
    seal(token, origin = "", now) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, key, iv);
      const text = JSON.stringify([now + TICKET_MS, origin, token]);
      return Buffer.concat([
        iv,
        cipher.update(text, "utf8"),
        cipher.final(),
        cipher.getAuthTag(),
      ]).toString("base64url");
    },
    open(ticket, origin = "", now) {
      const bytes = Buffer.from(ticket, "base64url");
      if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
      const decipher = createDecipheriv(
        CIPHER,
        key,
        bytes.subarray(0, IV_BYTES),
        {
          authTagLength: TAG_BYTES,
        },
      );
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const text =
          decipher.update(
            bytes.subarray(IV_BYTES, -TAG_BYTES),
            undefined,
            "utf8",
          ) + decipher.final("utf8");
        // What was sealed is what we wrote.
        const [until, of, token] = JSON.parse(text) as [number, string, string];
        return now < until && of === origin ? token : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
