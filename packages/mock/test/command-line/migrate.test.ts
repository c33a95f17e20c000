import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readCassette, writeCassette } from '@samewire/mock';
import { describe, expect, test } from 'vitest';
import { chatExchange } from '../support/exchanges.ts';
import { TestProcess } from '../support/test-process.ts';

/** What VCR for Python writes. */
const vcr = `interactions:
- request:
    body: '{"model":"m"}'
    headers: {content-type: [application/json]}
    method: POST
    uri: https://api.example/v1/chat/completions
  response:
    body: {string: '{"ok":true}'}
    headers: {content-type: [application/json]}
    status: {code: 200, message: OK}
version: 1
`;
const current = `# kept as it is\n${writeCassette({ exchanges: [chatExchange()] })}`;

describe('samewire mock migrate', () => {
  test('puts cassettes in the place of what other tools recorded', async () => {
    const process = new TestProcess();
    process.write('tapes/a.yml', vcr);
    process.write('tapes/deep/b.yaml', vcr);
    process.write('tapes/c.yaml', current);
    expect(await process.run(['migrate', 'tapes'])).toBe(0);
    expect(process.out).toBe('2 migrated, 1 current, 0 left as they are\n');
    expect(existsSync(join(process.folder, 'tapes/a.yml'))).toBe(false);
    for (const name of ['tapes/a.yaml', 'tapes/deep/b.yaml'])
      expect(readCassette(process.read(name)).exchanges[0]?.request?.url).toBe(
        'https://api.example/v1/chat/completions',
      );
    expect(process.read('tapes/c.yaml')).toBe(current);
    expect(await process.run(['migrate', 'tapes'])).toBe(0);
  });

  test('leaves what cannot be replayed exactly, and says why', async () => {
    const process = new TestProcess();
    const body = '{"object":"chat.completion"}';
    process.write('tapes/body.json', body);
    process.write('tapes/new.yaml', 'version: 2\nexchanges: []\n');
    process.write('tapes/text.txt', 'nothing that is known');
    expect(await process.run(['migrate', 'tapes'])).toBe(1);
    expect(process.err).toMatch(/body\.json: left as it is: .*the status was not kept/);
    expect(process.err).toMatch(/new\.yaml: left as it is: .*of a newer one/);
    expect(process.err).toMatch(/text\.txt: left as it is: .*unknown format/);
    expect(process.read('tapes/body.json')).toBe(body);
  });

  test('overwrites nothing', async () => {
    const process = new TestProcess();
    process.write('tapes/a.yml', vcr);
    process.write('tapes/a.yaml', current);
    expect(await process.run(['migrate', 'tapes'])).toBe(1);
    expect(process.err).toMatch(/a\.yml: left as it is: .*a\.yaml is there already/);
    expect(process.read('tapes/a.yaml')).toBe(current);
  });

  test('only says what it would do, if that is all that is wanted', async () => {
    const process = new TestProcess();
    process.write('a.yaml', vcr);
    expect(await process.run(['migrate', 'a.yaml', '--dry-run'])).toBe(0);
    expect(process.out).toContain('1 migrated');
    expect(process.read('a.yaml')).toBe(vcr);
  });

  test('says so where there is nothing', async () => {
    const process = new TestProcess();
    expect(await process.run(['migrate', 'gone'])).toBe(2);
    expect(process.err).toContain('there is no gone');
  });
});
