import type { Change, ListQuery, StateStore, StoredDocument } from './state-store.ts';

/** A document whose content has been parsed. */
export interface TypedDocument<T> extends Omit<StoredDocument, 'content'> {
  readonly content: T;
}

/** What is needed to make a document; the rest has defaults. */
export type NewDocument<T> = Pick<TypedDocument<T>, 'id' | 'owner' | 'content'> &
  Partial<Omit<TypedDocument<T>, 'id' | 'owner' | 'content'>>;

/** The id of a document for one owner; `parent` only where documents have one. */
export interface TypedKey {
  readonly owner: string;
  readonly id: string;
  readonly parent?: string;
}

/**
 * Documents of one kind, typed.
 *
 * Changes are values, so that several of them, also of several collections, can be given
 * to `store.write` together.
 *
 * @example
 * const files = new Collection<FileObject>(store, 'files');
 * await store.write([files.insert({ id, owner, content })]);
 */
export class Collection<T> {
  readonly #store: StateStore;
  readonly #name: string;

  constructor(store: StateStore, name: string) {
    this.#store = store;
    this.#name = name;
  }

  async get(key: TypedKey): Promise<TypedDocument<T> | undefined> {
    const document = await this.#store.get({ collection: this.#name, ...key });
    return document === undefined ? undefined : parsed<T>(document);
  }

  async list(
    query: Omit<ListQuery, 'collection'>,
  ): Promise<{ documents: TypedDocument<T>[]; hasMore: boolean }> {
    const page = await this.#store.list({ collection: this.#name, ...query });
    return {
      documents: page.documents.map((document) => parsed<T>(document)),
      hasMore: page.hasMore,
    };
  }

  insert({ content, ...document }: NewDocument<T>): Change {
    return {
      kind: 'insert',
      collection: this.#name,
      document: {
        parent: '',
        createdAt: Math.floor(Date.now() / 1000),
        expiresAt: null,
        metadata: {},
        labels: {},
        ...document,
        content: JSON.stringify(content),
      },
    };
  }

  update(
    key: TypedKey,
    changes: Partial<Pick<TypedDocument<T>, 'metadata' | 'labels' | 'content'>> & {
      /** Change it only if it has these labels. */
      readonly ifLabels?: Readonly<Record<string, string>>;
    },
  ): Change {
    const { content, ...others } = changes;
    return {
      kind: 'update',
      key: { parent: '', ...key, collection: this.#name },
      ...others,
      ...(content === undefined ? {} : { content: JSON.stringify(content) }),
    };
  }

  delete(key: TypedKey): Change {
    return { kind: 'delete', key: { parent: '', ...key, collection: this.#name } };
  }

  /** The changes after which there is no document of that id. */
  async removal({ owner, id, parent = '' }: TypedKey): Promise<Change[]> {
    const found = await this.get({ owner, id, parent });
    return found === undefined ? [] : [this.delete({ owner, id, parent })];
  }

  /** The changes that put a document in the place of the one of its id, if there is one. */
  async replace(document: NewDocument<T>): Promise<Change[]> {
    return [...(await this.removal(document)), this.insert(document)];
  }
}

function parsed<T>(document: StoredDocument): TypedDocument<T> {
  const content: T = JSON.parse(document.content);
  return { ...document, content };
}
