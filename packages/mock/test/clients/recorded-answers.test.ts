import { describe, expect, test, vi } from 'vitest';
import { recordings } from '../support/recordings.ts';
import { clientLimits, limitOf, numAnswers } from './limits.ts';
import { type Client, failureOf, nodeClients } from './node-clients.ts';
import { hasPythonClient, pythonNote, readWithPython } from './python-clients.ts';
import { describeMisreading, type Reading } from './reading.ts';
import { type RecordedAnswer, recordedAnswers } from './recorded-answers.ts';

const answers = recordings.isThere ? recordedAnswers() : [];

/** Every misreading, in the words of the list of limits where it is on it. */
function misreadings(
  client: string,
  read: readonly (readonly [RecordedAnswer, Reading])[],
): Record<string, string> {
  return Object.fromEntries(
    read.flatMap(([{ name, said }, reading]) => {
      const misreading = describeMisreading(reading, said);
      if (misreading === undefined) return [];
      const known = limitOf(client, name);
      const isKnown = known !== undefined && misreading.startsWith(known);
      return [[name, isKnown ? known : misreading]];
    }),
  );
}

function expectedMisreadings(client: string): Record<string, string> {
  return Object.fromEntries(
    clientLimits.flatMap(({ answers: names, clients }) => {
      const outcome = clients[client];
      return outcome === undefined ? [] : names.map((name) => [name, outcome]);
    }),
  );
}

async function readAll(client: Client): Promise<[RecordedAnswer, Reading][]> {
  const read: [RecordedAnswer, Reading][] = [];
  for (const answer of answers) {
    const reading = client.read(answer)?.catch(failureOf);
    if (reading !== undefined) read.push([answer, await reading]);
  }
  return read;
}

describe(`recorded answers are read, but for those on the list, by${recordings.note}`, () => {
  test.skipIf(!recordings.isThere).each(nodeClients)('$name', async (client) => {
    // Clients have advice for what they do not know.
    for (const method of ['log', 'warn', 'error'] as const)
      vi.spyOn(console, method).mockReturnValue();
    const read = await readAll(client);
    expect(misreadings(client.name, read)).toEqual(expectedMisreadings(client.name));
    expect(read).toHaveLength(numAnswers[client.name] ?? 0);
  });

  test.skipIf(!recordings.isThere || !hasPythonClient).each([
    ['openai (Python)', false],
    ['openai (Python), stream helper', true],
  ])(`%s${pythonNote}`, async (name, helper) => {
    const given = answers.filter(({ stream }) => stream || !helper);
    const readings = await readWithPython(given, helper);
    const read = given.map((answer, index) => [answer, readings[index] ?? {}] as const);
    expect(misreadings(name, read)).toEqual(expectedMisreadings(name));
    expect(read).toHaveLength(numAnswers[name] ?? 0);
  });
});
