import {
  type ChatPrompt,
  type Engine,
  type EngineEvent,
  type ReasoningBudget,
  startEngine,
} from '@samewire/engine';
import { expect, test } from 'vitest';
import { callingModel, speakingModel } from '../support/models.ts';
import { withEngine } from '../support/with-engine.ts';

const tools = [
  {
    name: 'get_weather',
    description: 'Weather of a place',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
  },
];
const prompt: ChatPrompt = {
  kind: 'chat',
  messages: [{ role: 'user', content: 'Weather?' }],
  tools,
};

/** What the events of a choice add up to. */
async function answerOf(engine: Engine, chat: ChatPrompt, numLogprobs?: number) {
  const answer = { reasoning: '', text: '', calls: [] as string[], numLogprobs: 0 };
  const request = { prompt: chat, ...(numLogprobs === undefined ? {} : { numLogprobs }) };
  let last: EngineEvent | undefined;
  for await (const event of engine.generate(request)) {
    last = event;
    if (event.type === 'reasoning-delta') answer.reasoning += event.text;
    if (event.type === 'text-delta') answer.text += event.text;
    if (event.type === 'text-delta') answer.numLogprobs += event.logprobs?.length ?? 0;
    if (event.type === 'tool-call-delta')
      answer.calls[event.call] =
        (answer.calls[event.call] ?? '') + (event.name ?? '') + event.arguments;
  }
  expect(last).toMatchObject({ type: 'finish', reason: 'stop-token' });
  return answer;
}

const called = {
  reasoning: 'The weather is asked for.\n',
  text: 'Let me look.\n',
  calls: ['get_weather{"city": "Zürich"}'],
};

test('reasoning, content and calls come apart', () =>
  withEngine({ modelPath: callingModel }, async (engine) => {
    expect(await answerOf(engine, prompt)).toMatchObject(called);
  }));

test('log probabilities come with content and reasoning, as many as it has tokens', () =>
  withEngine({ modelPath: callingModel }, async (engine) => {
    const answer = await answerOf(engine, prompt, 2);
    expect(answer).toMatchObject(called);
    expect(answer.numLogprobs).toBeGreaterThan(1);
  }));

/** What a choice thought, and in how many tokens. */
async function thoughtsOf(engine: Engine, reasoningBudget?: ReasoningBudget) {
  const request = { prompt, maxTokens: 30, ...(reasoningBudget && { reasoningBudget }) };
  const events = await Array.fromAsync(engine.generate(request));
  const thoughts = events.flatMap((event) =>
    event.type === 'reasoning-delta' ? [event.text] : [],
  );
  const finish = events.find((event) => event.type === 'finish');
  return [thoughts.join(''), finish?.numReasoningTokens];
}

test('reasoning is counted, and ends where its budget does', () =>
  withEngine({ modelPath: callingModel }, async (engine) => {
    // Three tokens, of which the last goes on to end it.
    expect(await thoughtsOf(engine)).toEqual([called.reasoning, 3]);
    expect(await thoughtsOf(engine, { maxTokens: 1 })).toEqual(['The weather', 1]);
    expect(await thoughtsOf(engine, { maxTokens: 0 })).toEqual(['', 0]);
  }));

test('without tools, what looks like a call is content', () =>
  withEngine({ modelPath: callingModel }, async (engine) => {
    const { tools: _, ...withoutTools } = prompt;
    const answer = await answerOf(engine, withoutTools);
    expect(answer.calls).toEqual([]);
    expect(answer.text).toContain('<tool_call>');
  }));

test('reasoning stays in the content if it is not to be told apart', () =>
  withEngine({ modelPath: callingModel }, async (engine) => {
    const answer = await answerOf(engine, { ...prompt, separatesReasoning: false });
    expect(answer.reasoning).toBe('');
    expect(answer.text).toContain('<think>');
  }));

test('calls and their results are rendered into the next prompt', () =>
  withEngine({ modelPath: callingModel }, async (engine) => {
    const text = await engine.renderChat({
      tools,
      messages: [
        ...prompt.messages,
        {
          role: 'assistant',
          content: 'Let me look.',
          reasoning: 'Hm.',
          toolCalls: [{ id: 'c1', name: 'get_weather', arguments: '{"city":"Rome"}' }],
        },
        { role: 'tool', content: 'Sunny', toolCallId: 'c1', toolName: 'get_weather' },
      ],
    });
    expect(text).toContain('{"name": "get_weather", "arguments": {"city": "Rome"}}');
    expect(text).toContain('<think>\nHm.\n</think>');
    expect(text).toContain('<tool_response>\nSunny\n</tool_response>');
  }));

test('a model says what its template can do', async () => {
  await withEngine({ modelPath: callingModel }, async (engine) => {
    expect((await engine.ready()).chatCapabilities).toMatchObject({
      tools: true,
      reasoning: true,
      reasoningBudget: true,
      systemRole: true,
    });
  });
  await withEngine({ modelPath: speakingModel }, async (engine) => {
    expect((await engine.ready()).chatCapabilities).toMatchObject({
      tools: false,
      reasoning: false,
    });
  });
});

test('it is the same from a process of its own', async () => {
  const engine = startEngine({ modelPath: callingModel });
  try {
    await engine.ready();
    expect(await answerOf(engine, prompt)).toMatchObject(called);
  } finally {
    await engine.close();
  }
});

test('a schema that llama.cpp cannot read is refused, with the field at fault', () =>
  withEngine({ modelPath: callingModel }, async (engine) => {
    const parameters = { type: 'object', properties: { x: { $ref: '#/nowhere' } } };
    const events = engine.generate({
      prompt: { ...prompt, tools: [{ name: 'f', parameters }] },
    });
    await expect(Array.fromAsync(events)).rejects.toMatchObject({
      code: 'invalid-params',
      details: { field: 'tools' },
    });
  }));
