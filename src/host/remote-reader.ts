/** How documents are read from the network, where the user allows it. */
export interface RemoteReader {
  /**
   * Never throws. An address is asked once, however often it is read.
   *
   * @param url Absolute, http or https, without a fragment.
   */
  read(url: string): Promise<RemoteResult>;
  /** The documents that came, by address. */
  readonly reads: readonly RemoteRecord[];
}

export type RemoteResult =
  | {
      readonly ok: true;
      /** Where the document was found, after redirects. */
      readonly url: string;
      readonly text: string;
      /** SHA-256 of the bytes, in hex. */
      readonly hash: string;
    }
  | { readonly ok: false; readonly failure: RemoteFailure };

export type RemoteFailure =
  /** The address holds a user's name or password: none is ever sent. */
  | { readonly kind: "credentials" }
  | { readonly kind: "too-many"; readonly limit: number }
  /** `after` in milliseconds; `whole`: for all documents together. */
  | {
      readonly kind: "timeout";
      readonly after: number;
      readonly whole: boolean;
    }
  | { readonly kind: "interrupted" }
  | { readonly kind: "unreachable"; readonly reason: string }
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "redirect"; readonly problem: string }
  /** `limit` in bytes. */
  | { readonly kind: "too-large"; readonly limit: number }
  | { readonly kind: "not-utf-8" };

export interface RemoteRecord {
  readonly url: string;
  /** SHA-256 of the bytes, in hex. */
  readonly hash: string;
}

export interface RemoteLimits {
  /** Of one document, uncompressed. */
  readonly maxBytes: number;
  readonly maxDocuments: number;
  readonly maxRedirects: number;
  /** Milliseconds until one answer is there. */
  readonly timeout: number;
  /** Milliseconds from the first request to the last answer. */
  readonly wholeTimeout: number;
}
