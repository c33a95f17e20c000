// What every store of state promises, whatever it is made of.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Collection } from '../../src/state/collection.ts';
import { PostgresStore } from '../../src/state/postgres/postgres-store.ts';
import { SqliteStore } from '../../src/state/sqlite/sqlite-store.ts';
import type { StateStore } from '../../src/state/state-store.ts';
import { postgresNote, startPostgres } from '../support/start-postgres.ts';

interface Note {
  readonly text: string;
}

const maxBytes = 100_000;
const folder = await mkdtemp(join(tmpdir(), 'samewire-state-'));
afterAll(() => rm(folder, { recursive: true }));

interface Opened {
  readonly store: StateStore;
  readonly stop?: () => Promise<void>;
}

interface StoreKind {
  readonly name: string;
  readonly isThere: boolean;
  readonly open: () => Opened | Promise<Opened>;
}

const storeKinds: readonly StoreKind[] = [
  {
    name: 'SQLite in memory',
    isThere: true,
    open: () => ({ store: new SqliteStore({ path: ':memory:', maxBytes }) }),
  },
  {
    name: 'SQLite in a file',
    isThere: true,
    open: () => ({
      store: new SqliteStore({ path: join(folder, 'a.sqlite'), maxBytes }),
    }),
  },
  {
    name: `PostgreSQL${postgresNote}`,
    isThere: postgresNote === '',
    open: async () => {
      const postgres = await startPostgres();
      const store = new PostgresStore({ url: postgres.url, maxBytes });
      return { store, stop: () => postgres.stop() };
    },
  },
];

for (const { name, isThere, open } of storeKinds)
  describe.skipIf(!isThere)(`a store: ${name}`, () => {
    let store: StateStore;
    let notes: Collection<Note>;
    let stop: (() => Promise<void>) | undefined;
    beforeAll(async () => {
      ({ store, stop } = await open());
      notes = new Collection<Note>(store, 'notes');
    }, 60_000);
    afterAll(async () => {
      await store.close();
      await stop?.();
    });

    let numOwners = 0;
    /** An owner whom no other test has. */
    function newOwner(): string {
      return `owner-${numOwners++}`;
    }

    /** Documents of a fresh owner, oldest first. */
    async function seed(ids: readonly string[], extra: object = {}): Promise<string> {
      const owner = newOwner();
      await store.write(
        ids.map((id) =>
          notes.insert({ id: `${owner}-${id}`, owner, content: { text: id }, ...extra }),
        ),
      );
      return owner;
    }

    async function textsOf(
      query: Parameters<Collection<Note>['list']>[0],
    ): Promise<string[]> {
      return (await notes.list(query)).documents.map(({ content }) => content.text);
    }

    test('gives back what was put in', async () => {
      const owner = newOwner();
      const document = {
        id: 'n1',
        owner,
        parent: 'p',
        createdAt: 1_700_000_000,
        expiresAt: null,
        metadata: { 'a "key"': 'é 😀' },
        labels: { kind: 'x' },
        content: { text: '\u0000 text' },
      };
      await store.write([notes.insert(document)]);
      expect(await notes.get({ owner, id: 'n1', parent: 'p' })).toEqual(document);
      expect(await notes.get({ owner, id: 'n1' })).toEqual(document);
    });

    test('shows nobody the documents of another owner', async () => {
      const owner = await seed(['a']);
      const id = `${owner}-a`;
      expect(await notes.get({ owner: 'stranger', id })).toBeUndefined();
      expect(await textsOf({ owner: 'stranger', order: 'asc', limit: 9 })).toEqual([]);
      await expect(
        store.write([notes.delete({ owner: 'stranger', id })]),
      ).rejects.toMatchObject({
        code: 'not-found',
      });
      expect(await notes.get({ owner, id })).toBeDefined();
    });

    test('lists in the order of insertion, or the other way round', async () => {
      const owner = await seed(['a', 'b', 'c']);
      expect(await textsOf({ owner, order: 'asc', limit: 9 })).toEqual(['a', 'b', 'c']);
      expect(await textsOf({ owner, order: 'desc', limit: 9 })).toEqual(['c', 'b', 'a']);
    });

    test.each([
      ['asc', ['a', 'b'], ['c', 'd'], ['e']],
      ['desc', ['e', 'd'], ['c', 'b'], ['a']],
    ] as const)('lists page by page: %s', async (order, ...pages) => {
      const owner = await seed(['a', 'b', 'c', 'd', 'e']);
      let after: string | undefined;
      for (const [index, expected] of pages.entries()) {
        const page = await notes.list({
          owner,
          order,
          limit: 2,
          ...(after === undefined ? {} : { after }),
        });
        expect(page.documents.map(({ content }) => content.text)).toEqual(expected);
        expect(page.hasMore).toBe(index < pages.length - 1);
        after = page.documents.at(-1)?.id;
      }
    });

    test('lists what stands in front of a document', async () => {
      const owner = await seed(['a', 'b', 'c', 'd', 'e']);
      const before = `${owner}-d`;
      expect(await notes.list({ owner, order: 'asc', limit: 2, before })).toMatchObject({
        documents: [{ content: { text: 'b' } }, { content: { text: 'c' } }],
        hasMore: true,
      });
      expect(await textsOf({ owner, order: 'desc', limit: 2, before })).toEqual(['e']);
    });

    test('says that a page cannot begin behind what is not there', async () => {
      const owner = await seed(['a']);
      await expect(
        notes.list({ owner, order: 'asc', limit: 1, after: 'none' }),
      ).rejects.toMatchObject({ code: 'not-found', id: 'none' });
    });

    test('finds documents by metadata, by labels and by parent', async () => {
      const owner = newOwner();
      const common = { owner, content: { text: '' } };
      await store.write([
        notes.insert({ ...common, id: '1', metadata: { 'k"y': 'v', other: '1' } }),
        notes.insert({ ...common, id: '2', metadata: { 'k"y': 'w' } }),
        notes.insert({ ...common, id: '3', labels: { model: 'm' } }),
        notes.insert({ ...common, id: '4', parent: '1' }),
      ]);
      const idsOf = async (filter: object) =>
        (await notes.list({ owner, order: 'asc', limit: 9, ...filter })).documents.map(
          ({ id }) => id,
        );
      expect(await idsOf({ metadata: { 'k"y': 'v' } })).toEqual(['1']);
      expect(await idsOf({ metadata: { 'k"y': 'v', other: '2' } })).toEqual([]);
      expect(await idsOf({ labels: { model: 'm' } })).toEqual(['3']);
      expect(await idsOf({ parent: '1' })).toEqual(['4']);
    });

    test('changes what it is told to change and nothing else', async () => {
      const owner = await seed(['a'], { metadata: { a: '1' }, labels: { l: '1' } });
      const key = { owner, id: `${owner}-a` };
      await store.write([notes.update(key, { metadata: { b: '2' } })]);
      await store.write([notes.update(key, { content: { text: 'new' }, labels: {} })]);
      expect(await notes.get(key)).toMatchObject({
        metadata: { b: '2' },
        labels: {},
        content: { text: 'new' },
      });
    });

    test('changes a document only if it has the labels it is expected to have', async () => {
      const owner = await seed(['a'], { labels: { holder: 'one' } });
      const key = { owner, id: `${owner}-a` };
      const take = () =>
        store.write([
          notes.update(key, { labels: { holder: 'two' }, ifLabels: { holder: 'one' } }),
        ]);
      await take();
      await expect(take()).rejects.toMatchObject({ code: 'not-found' });
      expect((await notes.get(key))?.labels).toEqual({ holder: 'two' });
    });

    test('knows who is using it', async () => {
      await notes.get({ owner: '', id: '' });
      expect(await store.isAlive(store.serverId)).toBe(true);
      expect(await store.isAlive('12345')).toBe(false);
    });

    test('has nothing under ids that no document can have', async () => {
      const key = { owner: '', id: 'a\u0000b' };
      expect(await notes.get(key)).toBeUndefined();
      await expect(
        notes.list({ owner: '', order: 'asc', limit: 1, after: key.id }),
      ).rejects.toMatchObject({ code: 'not-found' });
    });

    test('keeps whatever text clients write', async () => {
      const owner = newOwner();
      const metadata = { 'n\u0000l': 'half \ud800 of it' };
      await store.write([
        notes.insert({ id: 'odd', owner, metadata, content: { text: '\ud800' } }),
      ]);
      expect(await notes.get({ owner, id: 'odd' })).toMatchObject({ metadata });
      const found = await notes.list({ owner, metadata, order: 'asc', limit: 1 });
      expect(found.documents).toHaveLength(1);
    });

    test('deletes a document together with those that belong to it', async () => {
      const owner = await seed(['a']);
      const id = `${owner}-a`;
      await store.write([
        notes.insert({ id: 'child', owner, parent: id, content: { text: '' } }),
      ]);
      await store.write([notes.delete({ owner, id })]);
      expect(await notes.get({ owner, id: 'child' })).toBeUndefined();
    });

    test('makes all of several changes or none', async () => {
      const owner = await seed(['a']);
      const changes = [
        notes.insert({ id: 'new', owner, content: { text: '' } }),
        notes.insert({ id: `${owner}-a`, owner, content: { text: '' } }),
      ];
      await expect(store.write(changes)).rejects.toMatchObject({
        code: 'duplicate',
        id: `${owner}-a`,
      });
      expect(await notes.get({ owner, id: 'new' })).toBeUndefined();
    });

    test('forgets documents whose time has come', async () => {
      const owner = await seed(['a'], { expiresAt: Math.floor(Date.now() / 1000) - 1 });
      expect(await notes.get({ owner, id: `${owner}-a` })).toBeUndefined();
      expect(await textsOf({ owner, order: 'asc', limit: 1 })).toEqual([]);
    });

    test('keeps blobs piece by piece', async () => {
      await store.appendBlob('blob', Buffer.from('one '));
      await store.appendBlob('blob', Buffer.from('two'));
      const pieces = await Array.fromAsync(store.readBlob('blob'));
      expect(Buffer.concat(pieces).toString()).toBe('one two');
      await store.deleteBlob('blob');
      expect(await Array.fromAsync(store.readBlob('blob'))).toEqual([]);
    });

    test('gives up what would expire first when there is no room', async () => {
      const owner = newOwner();
      const text = 'x'.repeat(30_000);
      const insert = (id: string, expiresAt: number | null) =>
        store.write([notes.insert({ id, owner, expiresAt, content: { text } })]);
      const soon = Math.floor(Date.now() / 1000) + 1000;
      await insert('kept', null);
      await insert('later', soon + 1);
      await insert('sooner', soon);
      await insert('next', soon + 2);
      const idsOf = async () =>
        (await notes.list({ owner, order: 'asc', limit: 9 })).documents.map(
          ({ id }) => id,
        );
      expect(await idsOf()).toEqual(['kept', 'later', 'next']);
      await insert('kept 2', null);
      await insert('kept 3', null);
      await expect(insert('one too many', null)).rejects.toMatchObject({ code: 'full' });
      expect(await idsOf()).toEqual(['kept', 'kept 2', 'kept 3']);
      await expect(store.appendBlob('b', new Uint8Array(30_000))).rejects.toMatchObject({
        code: 'full',
      });
    });
  });

describe('a store in a file', () => {
  const path = join(folder, 'restart.sqlite');

  test('has everything when it is opened again', async () => {
    const first = new SqliteStore({ path, maxBytes });
    await first.write([
      new Collection<Note>(first, 'notes').insert({
        id: 'n',
        owner: '',
        content: { text: 'hi' },
      }),
    ]);
    await first.close();
    const second = new SqliteStore({ path, maxBytes });
    const notes = new Collection<Note>(second, 'notes');
    expect(await notes.get({ owner: '', id: 'n' })).toMatchObject({
      content: { text: 'hi' },
    });
    await second.close();
  });

  test('belongs to one server at a time', async () => {
    const key = { collection: 'notes', owner: '', id: 'n' };
    const first = new SqliteStore({ path, maxBytes });
    await first.get(key);
    const second = new SqliteStore({ path, maxBytes });
    await expect(second.get(key)).rejects.toThrow(`Another server is using ${path}.`);
    await first.close();
    await second.close();
  });

  test('says no to everything once it is closed', async () => {
    const store = new SqliteStore({ path, maxBytes });
    await store.close();
    await expect(store.get({ collection: '', owner: '', id: '' })).rejects.toMatchObject({
      code: 'failed',
    });
  });
});
