/**
 * Where the server keeps what outlives a request: JSON documents in collections, and blobs
 * beside them.
 *
 * All documents belong to an owner, and nobody else finds them. Documents of a collection
 * have an order, that of their insertion.
 */
export interface StateStore {
  /** What this server is called among those that share the store. */
  readonly serverId: string;

  /** Whether the server of that id is still there. */
  isAlive(serverId: string): Promise<boolean>;

  /** The document, or undefined if the owner has none of that id. */
  get(key: DocumentKey): Promise<StoredDocument | undefined>;

  /**
   * Documents of a collection, page by page.
   *
   * @throws StateError `not-found` if there is no document of the id in `after` or `before`
   */
  list(query: ListQuery): Promise<DocumentPage>;

  /**
   * Makes several changes, all of them or none.
   *
   * @throws StateError `duplicate`, `not-found` or `full`
   */
  write(changes: readonly Change[]): Promise<void>;

  /** Puts bytes behind those that the blob has; the first bytes make it. */
  appendBlob(id: string, bytes: Uint8Array): Promise<void>;

  /** The blob piece by piece, as it was appended; nothing if there is none of that id. */
  readBlob(id: string): AsyncIterable<Uint8Array>;

  deleteBlob(id: string): Promise<void>;

  /** Waits for what is under way, and lets go of files and connections. */
  close(): Promise<void>;
}

/** A JSON document and what the store has to know about it. */
export interface StoredDocument {
  /** Unique in its collection, under its parent. */
  readonly id: string;
  /** Who may see it: a hash of an API key, or the empty text where no key is asked for. */
  readonly owner: string;
  /** Id of the document it belongs to and is deleted with; empty if there is none. */
  readonly parent: string;
  /** Unix time in seconds. */
  readonly createdAt: number;
  /** Unix time in seconds from which on it is gone; null: it stays. */
  readonly expiresAt: number | null;
  /** What the client wrote on it. */
  readonly metadata: Readonly<Record<string, string>>;
  /** What the server wants to find it by. */
  readonly labels: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly content: string;
}

export interface DocumentKey {
  readonly collection: string;
  readonly owner: string;
  readonly id: string;
  /** Left out: the newest of that id, whatever its parent. */
  readonly parent?: string;
}

export interface ListQuery {
  readonly collection: string;
  /** Left out: documents of all owners, which is for the server's own use. */
  readonly owner?: string;
  readonly parent?: string;
  /** Only documents with all of these. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  /** `asc` is oldest first. */
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  /** Begin behind the document of this id, in the order asked for. */
  readonly after?: string;
  /** End in front of the document of this id, in the order asked for. */
  readonly before?: string;
}

export interface DocumentPage {
  readonly documents: readonly StoredDocument[];
  /** Whether more documents follow (with `before`: come earlier). */
  readonly hasMore: boolean;
}

export type Change =
  | {
      readonly kind: 'insert';
      readonly collection: string;
      readonly document: StoredDocument;
    }
  | ({
      readonly kind: 'update';
      readonly key: ExactKey;
      /** Change it only if it has these labels; otherwise it counts as not found. */
      readonly ifLabels?: Readonly<Record<string, string>>;
    } & Partial<Pick<StoredDocument, 'metadata' | 'labels' | 'content'>>)
  /** Deletes the document and those that belong to it. */
  | { readonly kind: 'delete'; readonly key: ExactKey };

type ExactKey = DocumentKey & { readonly parent: string };
