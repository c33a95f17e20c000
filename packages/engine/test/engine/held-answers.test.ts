// Random weights say anything that they are let: what they say right, they were held to.

import type { ChatPrompt, ChatTool, Engine, EngineRequest } from '@samewire/engine';
import { describe, expect, test } from 'vitest';
import { callingModel, randomCallingModel } from '../support/models.ts';
import { withEngine } from '../support/with-engine.ts';

const argumentsGrammar = { gbnf: String.raw`root ::= "{\"city\": \"" [a-z]{2,8} "\"}"` };
const tools = [
  { name: 'get_weather', parameters: { type: 'object' }, argumentsGrammar },
  { name: 'get_time', parameters: { type: 'object' }, argumentsGrammar },
] satisfies [ChatTool, ChatTool];

function asking(changes: Partial<ChatPrompt>): ChatPrompt {
  return { kind: 'chat', messages: [{ role: 'user', content: 'Weather?' }], ...changes };
}

interface Said {
  text: string;
  reasoning: string;
  calls: { name: string; arguments: string }[];
  reason: string;
}

/** What each choice comes to. */
async function answersOf(
  engine: Engine,
  prompt: ChatPrompt,
  changes: Partial<EngineRequest> = {},
): Promise<Said[]> {
  const said = new Map<number, Said>();
  const request: EngineRequest = {
    prompt,
    numChoices: 8,
    maxTokens: 400,
    sampling: { temperature: 1.5, seed: 5 },
    ...changes,
  };
  for await (const event of engine.generate(request)) {
    if (event.type === 'accepted') continue;
    const known = said.get(event.choice);
    const one = known ?? { text: '', reasoning: '', calls: [], reason: '' };
    said.set(event.choice, one);
    if (event.type === 'text-delta') one.text += event.text;
    if (event.type === 'reasoning-delta') one.reasoning += event.text;
    if (event.type === 'finish') one.reason = event.reason;
    if (event.type === 'tool-call-delta') {
      const call = (one.calls[event.call] ??= { name: '', arguments: '' });
      call.name += event.name ?? '';
      call.arguments += event.arguments;
    }
  }
  return [...said.values()];
}

/** Reasoning has an end only if the model finds it; these are about what comes behind. */
const unthinking = {
  separatesReasoning: true,
  templateKwargs: { enable_thinking: false },
};

describe('a call that is asked for', () => {
  test('comes, with arguments that keep to the grammar of their tool', () =>
    withEngine({ modelPath: randomCallingModel }, async (engine) => {
      const choice = { toolChoice: 'required', parallelToolCalls: false } as const;
      const prompt = asking({ ...unthinking, tools, ...choice });
      for (const { calls, text, reason } of await answersOf(engine, prompt)) {
        expect(reason).toBe('stop-token');
        expect(text.trim()).toBe('');
        expect(calls).toHaveLength(1);
        expect(calls[0]?.name).toMatch(/^get_(weather|time)$/);
        expect(calls[0]?.arguments).toMatch(/^\{"city": "[a-z]{2,8}"\}$/);
      }
    }));

  test('comes from a model that would say something before it', () =>
    withEngine({ modelPath: callingModel }, async (engine) => {
      const free = tools.map(({ name, parameters }) => ({ name, parameters }));
      const prompt = asking({ tools: free, toolChoice: 'required' });
      const [answer] = await answersOf(engine, prompt, { numChoices: 1 });
      expect(answer?.text.trim()).toBe('');
      expect(answer?.calls[0]?.name).toBe('get_weather');
    }));
});

test('a call that may come keeps to its form once it begins', () =>
  withEngine({ modelPath: callingModel }, async (engine) => {
    const onlyParis = {
      gbnf: String.raw`root ::= "{\"city\": \"" ("Paris" | "Zürich") "\"}"`,
    };
    const prompt = asking({ tools: [{ ...tools[0], argumentsGrammar: onlyParis }] });
    const [answer] = await answersOf(engine, prompt, { numChoices: 1 });
    expect(answer?.text).toBe('Let me look.\n');
    expect(answer?.calls).toEqual([
      { name: 'get_weather', arguments: '{"city": "Zürich"}' },
    ]);
  }));

describe('of tools that the model sees', () => {
  const [weather, time] = tools;

  test('it calls those that are allowed, though it would call another', () =>
    withEngine({ modelPath: callingModel }, async (engine) => {
      const prompt = asking({ tools: [{ ...weather, isAllowed: false }, time] });
      const changes = { numChoices: 1, maxTokens: 200 };
      const [answer] = await answersOf(engine, prompt, changes);
      expect(answer?.text).toBe('Let me look.\n');
      expect(answer?.calls[0]?.name).toBe('get_time');
    }));

  test('it has to call one that is allowed', () =>
    withEngine({ modelPath: randomCallingModel }, async (engine) => {
      const choice = { toolChoice: 'required', parallelToolCalls: false } as const;
      const selection = [weather, { ...time, isAllowed: false }];
      const prompt = asking({ ...unthinking, tools: selection, ...choice });
      for (const { calls } of await answersOf(engine, prompt))
        expect(calls.map(({ name }) => name)).toEqual(['get_weather']);
    }));

  test('the prompt is the same, whichever are allowed', () =>
    withEngine({ modelPath: callingModel }, async (engine) => {
      const { messages } = asking({});
      const all = await engine.renderChat({ messages, tools });
      const selection = [{ ...weather, isAllowed: false }, time];
      expect(await engine.renderChat({ messages, tools: selection })).toBe(all);
    }));
});

describe('content with a grammar', () => {
  const grammar = { gbnf: 'root ::= "<" [a-f]{2,6} ">"' };

  test('keeps to it', () =>
    withEngine({ modelPath: randomCallingModel }, async (engine) => {
      const answers = await answersOf(engine, asking(unthinking), { grammar });
      for (const { text } of answers) expect(text.trim()).toMatch(/^<[a-f]{2,6}>$/);
    }));

  test('comes after what the model thinks, which stands apart from it', () =>
    withEngine({ modelPath: callingModel }, async (engine) => {
      const [answer] = await answersOf(engine, asking({}), { grammar, numChoices: 1 });
      expect(answer?.reasoning).toBe('The weather is asked for.\n');
      expect(answer?.text.trim()).toMatch(/^<[a-f]{2,6}>$/);
    }));

  test('comes alone where reasoning is not to be told apart', () =>
    withEngine({ modelPath: callingModel }, async (engine) => {
      const prompt = asking({ separatesReasoning: false });
      const [answer] = await answersOf(engine, prompt, { grammar, numChoices: 1 });
      expect(answer?.text).toMatch(/^<[a-f]{2,6}>$/);
    }));

  test('or a call comes, where tools may be called', () =>
    withEngine({ modelPath: randomCallingModel }, async (engine) => {
      const prompt = asking({ ...unthinking, tools });
      const answers = await answersOf(engine, prompt, { grammar, numChoices: 16 });
      // Calls without end are cut off.
      const ended = answers.filter(({ reason }) => reason === 'stop-token');
      expect(ended.length).toBeGreaterThan(0);
      for (const { text, calls } of ended)
        expect(text.trim()).toMatch(calls.length === 0 ? /^<[a-f]{2,6}>$/ : /^$/);
    }));
});
