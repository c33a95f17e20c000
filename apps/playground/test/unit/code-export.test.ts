import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { asCurl } from '../../src/code-export/curl.ts';
import { asNode } from '../../src/code-export/node.ts';
import { asPython } from '../../src/code-export/python.ts';
import { buildChatRequest, recordRequest } from '../../src/wire/chat-request.ts';

const nasty = `It's "quoted" \\ $HOME \`id\` !\n\ttab 🙂 é \u2028 %s {{x}} '''`;
const url = 'http://127.0.0.1:8484/v1/chat/completions';
const request = buildChatRequest({
  model: 'tiny',
  messages: [
    { role: 'system', content: '' },
    { role: 'user', content: nasty },
  ],
  values: { temperature: 0.2, top_k: 40, min_p: 0.05, seed: 7 },
  stop: ['\n\n', "'"],
  logprobs: true,
});
const sent = recordRequest(request, url, false);
const sentWithKey = recordRequest(request, url, true);

/** The words a shell makes of a curl command. */
function shellWords(command: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  const words = execFileSync('sh', ['-c', script], {
    encoding: 'utf8',
    env: { ...process.env, SAMEWIRE_API_KEY: 'sk-1' },
  });
  return words.split('\0').slice(0, -1);
}

/** Runs the program with a client that records what it is asked. */
async function runNode(code: string) {
  const calls: { options?: unknown; body?: unknown; printed: string } = { printed: '' };
  class OpenAI {
    readonly chat = {
      completions: {
        create: (body: unknown) => {
          calls.body = body;
          return [{ choices: [{ delta: { content: 'Hi' } }] }, { choices: [] }];
        },
      },
    };
    constructor(options: unknown) {
      calls.options = options;
    }
  }
  const fakeProcess = {
    env: { SAMEWIRE_API_KEY: 'sk-1' },
    stdout: { write: (text: string) => (calls.printed += text) },
  };
  const body = code.replace(/^import .*\n/, '');
  const AsyncFunction = Object.getPrototypeOf(runNode).constructor;
  await new AsyncFunction('OpenAI', 'process', body)(OpenAI, fakeProcess);
  return calls;
}

function runPython(code: string) {
  const fakeClient = `
import json, sys, types
class OpenAI:
    def __init__(self, **options):
        self.options = options
        self.chat = types.SimpleNamespace(completions=self)
    def create(self, **body):
        print(json.dumps({"options": self.options, "body": body}))
        return []
sys.modules["openai"] = types.SimpleNamespace(OpenAI=OpenAI)
exec(sys.stdin.read())
`;
  const output = execFileSync('python3', ['-c', fakeClient], {
    input: code,
    encoding: 'utf8',
    env: { ...process.env, SAMEWIRE_API_KEY: 'sk-1', PYTHONIOENCODING: 'utf-8' },
  });
  return JSON.parse(output);
}

describe('the curl command', () => {
  test('sends the very bytes and headers the page sent', () => {
    expect(shellWords(asCurl(sent))).toEqual([
      '-N',
      url,
      '-H',
      'content-type: application/json',
      '-H',
      'accept: text/event-stream',
      '--data-raw',
      sent.body,
    ]);
  });

  test('takes the key from the environment', () => {
    const command = asCurl(sentWithKey).replace(/^export .*\n/, '');
    expect(shellWords(command)).toContain('authorization: Bearer sk-1');
  });
});

describe('the Node program', () => {
  test('makes the same request through the official client', async () => {
    const calls = await runNode(asNode(sent));
    expect(calls.body).toEqual(request);
    expect(calls.options).toMatchObject({ baseURL: 'http://127.0.0.1:8484/v1' });
    expect(calls.printed).toBe('Hi\n');
  });

  test('takes the key from the environment', async () => {
    const calls = await runNode(asNode(sentWithKey));
    expect(calls.options).toMatchObject({ apiKey: 'sk-1' });
  });
});

describe('the Python program', () => {
  const hasPython = spawnSync('python3', ['--version']).status === 0;
  if (!hasPython) console.warn('Skipped: there is no python3 to run exported code with.');

  test.skipIf(!hasPython)('makes the same request through the official client', () => {
    const { options, body } = runPython(asPython(sent));
    const { extra_body: extra, ...named } = body;
    expect({ ...named, ...extra }).toEqual(request);
    expect(extra).toEqual({ top_k: 40, min_p: 0.05 });
    expect(options.base_url).toBe('http://127.0.0.1:8484/v1');
  });

  test.skipIf(!hasPython)('takes the key from the environment', () => {
    expect(runPython(asPython(sentWithKey)).options.api_key).toBe('sk-1');
  });
});
