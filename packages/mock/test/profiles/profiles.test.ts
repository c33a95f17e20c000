import {
  profile,
  profileFaults,
  profileForUrl,
  profileFrom,
  profileIds,
} from '@samewire/mock/profiles';
import { synthesise } from '@samewire/mock/synthesise';
import { describe, expect, test } from 'vitest';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasRecordings, recordingFiles } from '../synthesise/recordings/read.ts';
import { readProfileFiles } from './profile-files.ts';

const files = readProfileFiles();

/** Words that events and requests use; a variant of that name would switch them on. */
const takenTags = new Set(
  `first text reasoning refusal tool-open tool-arguments calls finish usage trailing again error
   empty custom cached stream whole ok failed usage-asked has-tools forced-tool`.split(
    /\s+/,
  ),
);

describe('profiles', () => {
  test('are there for the providers that people ask for', () => {
    expect(profileIds).toEqual(
      expect.arrayContaining(
        `openai azure groq cerebras together fireworks openrouter deepseek mistral xai
         perplexity gemini anthropic qwen kimi ollama lm-studio vllm sglang llama-server tgi
         litellm`.split(/\s+/),
      ),
    );
    expect([...profileIds].toSorted()).toEqual(files.map(({ id }) => id));
  });

  test.each(files.map((file) => [file.id, file] as const))('%s is sound', (_, file) => {
    expect(profileFaults(file)).toEqual([]);
  });

  test.each(files.map((file) => [file.id, file] as const))(
    '%s: no variant has the name of something else',
    (_, { variants = [] }) => {
      const names = variants.map(({ name }) => name);
      expect(names.filter((name) => takenTags.has(name))).toEqual([]);
      expect(new Set(names).size).toBe(names.length);
    },
  );

  test.skipIf(!hasRecordings)('name recordings that are there, or a link', () => {
    const recordings = new Set(recordingFiles());
    const missing = files.flatMap(({ id, quirks }) =>
      quirks
        .flatMap(({ evidence }) => evidence)
        .filter((place) => !place.startsWith('https://') && !recordings.has(place))
        .filter((place) => !existsSync(join(import.meta.dirname, '../..', place)))
        .map((place) => `${id}: ${place}`),
    );
    expect(missing).toEqual([]);
  });

  test.each(profileIds)(
    '%s: has a place for reasoning, or says that it is hidden',
    (id) => {
      const { stream, templates } = profile(id);
      const isShown = JSON.stringify(templates.chunk).includes('$reasoning');
      expect(isShown).toBe(stream.reasoning === 'field');
    },
  );

  test('say where a fault of theirs is', () => {
    const [first] = files;
    expect(profileFaults({ ...first, framing: { lineEnd: 'cr' } })[0]).toContain(
      '/framing/lineEnd',
    );
  });

  test('that are not there are refused with the names that are', () => {
    expect(() => profile('gorq')).toThrow(
      'There is no profile "gorq"; there are: openai',
    );
  });
});

describe('the profile of a URL', () => {
  test.each([
    ['https://api.groq.com/openai/v1/chat/completions', 'groq'],
    ['https://house.openai.azure.com/openai/deployments/x/chat/completions', 'azure'],
    ['https://router.huggingface.co/together/v1/chat/completions', 'together'],
    [
      'https://generativelanguage.googleapis.com/v1beta/openai/chat/completions',
      'gemini',
    ],
    ['http://localhost:11434/v1/chat/completions', 'ollama'],
    ['https://api.groq.com.evil.example/v1', undefined],
    ['https://generativelanguage.googleapis.com/v1beta/models', undefined],
    ['not a URL', undefined],
  ])('%s: %s', (url, id) => {
    expect(profileForUrl(url)?.id).toBe(id);
  });
});

describe('a variant', () => {
  test('applies to the models it names', () => {
    expect(idOfCall('moonshotai/kimi-k2-instruct')).toBe('functions.look:0');
    expect(idOfCall('llama-3.1-8b-instant')).toMatch(/^[0-9a-z]{9}$/);
  });

  test('that a profile lacks is refused with those it has', () => {
    const options = { profile: profile('xai'), scenario: {}, variants: ['grok-1'] };
    expect(() => synthesise(options)).toThrow(
      'Profile xai has no variant "grok-1"; it has: code, reasoners, priced, grok-2.',
    );
  });
});

describe('a profile of one’s own', () => {
  test('differs from its base only where it says so', () => {
    const own = profileFrom(profile('groq'), {
      id: 'house',
      name: 'In the house',
      observed: { from: '2026-11', to: '2026-11' },
      evidence: 'documented',
      hosts: ['llm.example'],
      model: 'house-1',
      framing: { done: false },
      quirks: [{ what: 'No [DONE].', evidence: ['https://llm.example/docs'] }],
    });
    expect(own.framing).toEqual({ ...profile('groq').framing, done: false });
    expect(own.templates).toEqual(profile('groq').templates);
  });
});

function idOfCall(model: string): unknown {
  const { chunks } = synthesise({
    profile: profile('groq'),
    scenario: { toolCalls: [{ name: 'look', arguments: {} }] },
    request: { body: { model } },
  });
  const answer: unknown = JSON.parse(
    Buffer.concat(chunks.map(({ bytes }) => bytes)).toString(),
  );
  return (answer as { choices: [{ message: { tool_calls: [{ id: string }] } }] })
    .choices[0].message.tool_calls[0].id;
}
