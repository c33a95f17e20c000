/**
 * How the database grew, oldest first: a database of version n has had the first n of these.
 * To be added to, never changed.
 *
 * `pairs` has metadata and labels as texts, for filters: an index finds them.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE samewire_documents (
    position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    collection TEXT NOT NULL,
    owner TEXT NOT NULL,
    parent TEXT NOT NULL,
    id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    metadata TEXT NOT NULL,
    labels TEXT NOT NULL,
    pairs TEXT[] NOT NULL,
    content TEXT NOT NULL,
    size BIGINT NOT NULL,
    UNIQUE (collection, parent, id)
  );
  CREATE INDEX ON samewire_documents (collection, owner, id);
  CREATE INDEX ON samewire_documents (collection, owner, parent, position);
  CREATE INDEX ON samewire_documents (parent) WHERE parent <> '';
  CREATE INDEX ON samewire_documents (expires_at) WHERE expires_at IS NOT NULL;
  CREATE INDEX ON samewire_documents USING GIN (pairs);
  CREATE TABLE samewire_blobs (
    id TEXT NOT NULL,
    piece INTEGER NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (id, piece)
  );
  `,
];
