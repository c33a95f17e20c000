import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Mock } from '@samewire/mock';
import { startMockServer } from '@samewire/mock/server';
import { onTestFinished } from 'vitest';
import { type Reading, toReading } from './reading.ts';
import type { RecordedAnswer } from './recorded-answers.ts';

const python = process.env['SAMEWIRE_PYTHON'] ?? 'python3';
export const hasPythonClient = spawnSync(python, ['-c', 'import openai']).status === 0;
export const pythonNote = hasPythonClient
  ? ''
  : ' (skipped: no Python with openai, see SAMEWIRE_PYTHON)';

const script = fileURLToPath(new URL('python/read_answers.py', import.meta.url));

/**
 * Reads answers with the official Python client, each from a cassette of its own behind one
 * HTTP server, named by the path.
 *
 * @param helper whether streams are read with the client's stream helper
 */
export async function readWithPython(
  answers: readonly RecordedAnswer[],
  helper: boolean,
): Promise<readonly Reading[]> {
  const mock = new Mock({
    cassettes: answers.map(({ name, response }) => ({
      name,
      exchanges: [{ match: {}, response }],
    })),
  });
  const server = await startMockServer(mock, { joinChunks: true });
  onTestFinished(() => server.close());
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  for (const [index, { name, route, stream }] of answers.entries()) {
    const session = `answer-${index}`;
    mock.openSession(session, { cassettes: [name] });
    const baseUrl = `${server.url}/s/${session}/v1`;
    const task = { base_url: baseUrl, route, stream, helper };
    child.stdin.write(`${JSON.stringify(task)}\n`);
  }
  child.stdin.end();
  const readings: Reading[] = [];
  for await (const line of createInterface(child.stdout))
    readings.push(JSON.parse(line) as Reading);
  return readings.map(({ text, calls, ...rest }) =>
    text === undefined ? rest : toReading(text, calls ?? []),
  );
}
