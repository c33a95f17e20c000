import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { env, execPath } from 'node:process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { writeCassette } from '@samewire/mock';
import { describe, expect, onTestFinished, test } from 'vitest';
import { chatExchange } from '../support/exchanges.ts';

const page = readFileSync(new URL('../../../../docs/mock.md', import.meta.url), 'utf8');
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** The only block of code in a language on the page. */
function documented(language: string): string {
  return page.split(`\`\`\`${language}\n`)[1]?.split('```')[0] ?? '';
}

const python = env['SAMEWIRE_PYTHON'] ?? 'python3';
const hasPytest = spawnSync(python, ['-c', 'import pytest']).status === 0;
const go = env['SAMEWIRE_GO'] ?? 'go';
const hasGo = spawnSync(go, ['version']).status === 0;

/** A folder with a cassette in `tests/cassettes`, and an `npx` that runs these sources. */
function projectFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'samewire-mock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const npx = join(folder, 'npx');
  const flags = '--conditions=@samewire/source';
  writeFileSync(npx, `#!/bin/sh\nshift 2\nexec '${execPath}' ${flags} '${main}' "$@"\n`);
  chmodSync(npx, 0o755);
  writeFileSync(
    join(folder, 'chat.yaml'),
    writeCassette({ exchanges: [chatExchange()] }),
  );
  return folder;
}

async function run(
  folder: string,
  command: string,
  args: readonly string[],
): Promise<{ readonly status: number | null; readonly said: string }> {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...env, PATH: `${folder}${delimiter}${env['PATH'] ?? ''}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said, [status]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return { said, status: status as number | null };
}

const pythonTests = `
import json, urllib.error

def ask(base_url, text):
    body = {"model": "m", "messages": [{"role": "user", "content": text}]}
    headers = {"content-type": "application/json"}
    request = urllib.request.Request(f"{base_url}/chat/completions", json.dumps(body).encode(), headers)
    return json.load(urllib.request.urlopen(request))

def test_first(base_url):
    assert ask(base_url, "Hi") == {"ok": True}

def test_same_again(base_url):
    assert ask(base_url, "Hi") == {"ok": True}

def test_missed(base_url):
    with pytest.raises(urllib.error.HTTPError):
        ask(base_url, "Nobody recorded this")
`;

describe.skipIf(!hasPytest)(
  `what the page says for pytest${hasPytest ? '' : ' (skipped: there is no pytest)'}`,
  () => {
    test('gives each test a session, and fails one that misses', async () => {
      const folder = projectFolder();
      const source = documented('python').replace('tests/cassettes', folder);
      writeFileSync(join(folder, 'test_mock.py'), source + pythonTests);
      const { said, status } = await run(folder, python, ['-m', 'pytest', '-q']);
      expect(status).toBe(1);
      expect(said).toMatch(/ERROR test_mock.py::test_missed/);
      expect(said).toMatch(/3 passed, 1 error/);
    });
  },
);

const goTests = `
func TestAsks(t *testing.T) {
	body := strings.NewReader(\`{"model":"m","messages":[{"role":"user","content":"Hi"}]}\`)
	response, err := http.Post(startMock(t, ".")+"/chat/completions", "application/json", body)
	if err != nil || response.StatusCode != 200 {
		t.Fatal(err, response)
	}
}

func TestForgets(t *testing.T) {
	startMock(t, ".")
}
`;

describe.skipIf(!hasGo)(
  `what the page says for Go${hasGo ? '' : ' (skipped: there is no go)'}`,
  () => {
    test('fails a test that does not ask what was recorded', async () => {
      const folder = projectFolder();
      const packages = [
        'encoding/json',
        'net/http',
        'os',
        'os/exec',
        'strings',
        'testing',
      ];
      const imports = packages.map((name) => `import "${name}"\n`).join('');
      writeFileSync(join(folder, 'go.mod'), 'module mocked\n\ngo 1.19\n');
      writeFileSync(
        join(folder, 'mock_test.go'),
        `package mocked\n\n${imports}\n${documented('go')}${goTests}`,
      );
      const { said, status } = await run(folder, go, ['test', '-v', './...']);
      expect(status).toBe(1);
      expect(said).toContain('--- PASS: TestAsks');
      expect(said).toContain('--- FAIL: TestForgets');
      expect(said).toContain('the mock is not done');
    });
  },
);
