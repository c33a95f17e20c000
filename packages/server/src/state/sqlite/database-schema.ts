/**
 * How the database grew, oldest first: a database of version n has had the first n of
 * these. To be added to, never changed.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE documents (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    collection TEXT NOT NULL,
    owner TEXT NOT NULL,
    parent TEXT NOT NULL,
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    metadata TEXT NOT NULL,
    labels TEXT NOT NULL,
    pairs TEXT NOT NULL,
    content TEXT NOT NULL,
    size INTEGER NOT NULL,
    UNIQUE (collection, parent, id)
  );
  CREATE INDEX documents_by_id ON documents (collection, owner, id);
  CREATE INDEX documents_by_parent ON documents (collection, owner, parent, position);
  CREATE INDEX documents_of_parent ON documents (parent) WHERE parent <> '';
  CREATE INDEX documents_by_expiry ON documents (expires_at) WHERE expires_at IS NOT NULL;
  CREATE TABLE blobs (
    id TEXT NOT NULL,
    piece INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (id, piece)
  ) WITHOUT ROWID;
  `,
];
