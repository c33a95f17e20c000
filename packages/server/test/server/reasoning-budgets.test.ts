import type { FakeEngineOptions } from '@samewire/engine/testing';
import type { ServerConfig } from '@samewire/server';
import { describe, expect, test } from 'vitest';
import { responseRequest } from '../support/response-requests.ts';
import {
  chatRequest,
  createTestServer,
  messagesRequest,
  plainModel,
} from '../support/test-server.ts';

interface Setting {
  readonly engine?: FakeEngineOptions;
  readonly config?: Partial<ServerConfig>;
}

type Request = ReturnType<typeof chatRequest>;

/** What the engine is asked for. */
async function askedBy(request: Request, setting: Setting = {}) {
  const { server, engine } = await createTestServer(setting);
  const response = await server.inject(request);
  expect([response.statusCode, response.json()]).toEqual([200, expect.anything()]);
  const [asked] = engine.requests;
  if (asked?.prompt.kind !== 'chat') throw new Error('no conversation was asked for');
  const { prompt, reasoningBudget } = asked;
  return { templateKwargs: prompt.templateKwargs, reasoningBudget };
}

async function faultOf(request: Request, setting: Setting = {}) {
  const { server } = await createTestServer(setting);
  const response = await server.inject(request);
  expect(response.statusCode).toBe(400);
  return response.json().error;
}

/** A template whose model thinks, nobody knows between which texts. */
const unmarked = {
  model: {
    chatCapabilities: { ...plainModel.chatCapabilities, reasoning: true },
  },
};

describe.each([
  ['a chat completion', chatRequest],
  ['a response', responseRequest],
])('%s', (_, request) => {
  test.each([
    'reasoning_budget_tokens',
    'thinking_budget_tokens',
    'thinking_token_budget',
  ])('bounds its reasoning by %s', async (field) => {
    expect(await askedBy(request({ [field]: 100 }))).toEqual({
      reasoningBudget: { maxTokens: 100 },
      templateKwargs: undefined,
    });
  });

  test("takes llama.cpp's first name before the others", async () => {
    const names = { thinking_token_budget: 1, thinking_budget_tokens: 2 };
    const { reasoningBudget } = await askedBy(
      request({ ...names, reasoning_budget_tokens: 3 }),
    );
    expect(reasoningBudget).toEqual({ maxTokens: 3 });
    expect((await askedBy(request(names))).reasoningBudget).toEqual({ maxTokens: 2 });
  });

  test('has no bound unless somebody says so', async () => {
    expect((await askedBy(request())).reasoningBudget).toBeUndefined();
  });

  test("has the server's bound and message unless it has its own", async () => {
    const config = { reasoningBudget: 50, reasoningBudgetMessage: 'Enough.' };
    const boundOf = async (changes: object) =>
      (await askedBy(request(changes), { config })).reasoningBudget;
    expect(await boundOf({})).toEqual({ maxTokens: 50, message: 'Enough.' });
    expect(await boundOf({ reasoning_budget_tokens: -1 })).toBeUndefined();
    const own = { reasoning_budget_tokens: 7, reasoning_budget_message: 'Stop.' };
    expect(await boundOf(own)).toEqual({ maxTokens: 7, message: 'Stop.' });
  });

  test('that is not to reason at all tells the template, unless the client did', async () => {
    const off = { enable_thinking: false, thinking: false };
    expect(await askedBy(request({ reasoning_budget_tokens: 0 }))).toEqual({
      reasoningBudget: { maxTokens: 0 },
      templateKwargs: off,
    });
    const { templateKwargs } = await askedBy(
      request({
        reasoning_budget_tokens: 0,
        chat_template_kwargs: { enable_thinking: true },
      }),
    );
    expect(templateKwargs).toMatchObject({ enable_thinking: true });
  });

  test('takes any bound where the model does not reason', async () => {
    const { reasoningBudget } = await askedBy(request({ reasoning_budget_tokens: 9 }), {
      engine: { model: plainModel },
    });
    expect(reasoningBudget).toEqual({ maxTokens: 9 });
  });

  test('is refused where the model reasons in a way that cannot be bounded', async () => {
    const setting = { engine: unmarked };
    expect(await faultOf(request({ thinking_token_budget: 9 }), setting)).toEqual({
      message:
        "Unsupported parameter: 'thinking_token_budget' is not supported with this model.",
      type: 'invalid_request_error',
      param: 'thinking_token_budget',
      code: 'unsupported_parameter',
    });
  });

  test("is answered there if the bound is the server's", async () => {
    const config = { reasoningBudget: 9 };
    const { server } = await createTestServer({ engine: unmarked, config });
    expect((await server.inject(request())).statusCode).toBe(200);
  });

  test.each([-2, 1.5, '8'])('does not take %j for a budget', async (value) => {
    const fault = await faultOf(request({ reasoning_budget_tokens: value }));
    expect(fault.param).toBe('reasoning_budget_tokens');
  });
});

describe("an answer in Anthropic's form", () => {
  const thinking = { type: 'enabled', budget_tokens: 1024 };

  test('bounds its thinking by budget_tokens', async () => {
    const { reasoningBudget } = await askedBy(
      messagesRequest({ thinking, max_tokens: 1025 }),
    );
    expect(reasoningBudget).toEqual({ maxTokens: 1024 });
  });

  test('needs room for an answer behind its thinking', async () => {
    expect(await faultOf(messagesRequest({ thinking, max_tokens: 1024 }))).toEqual({
      type: 'invalid_request_error',
      message: '`max_tokens` must be greater than `thinking.budget_tokens`.',
    });
  });

  test('may think as long as it may answer for lenient clients', async () => {
    const request = messagesRequest({ thinking, max_tokens: 1000 });
    const config = { profile: 'lenient' as const };
    const { reasoningBudget } = await askedBy(request, { config });
    expect(reasoningBudget).toEqual({ maxTokens: 1024 });
  });

  test("has the server's bound where thinking is adaptive", async () => {
    const { reasoningBudget } = await askedBy(
      messagesRequest({ thinking: { type: 'adaptive' } }),
      { config: { reasoningBudget: 50 } },
    );
    expect(reasoningBudget).toEqual({ maxTokens: 50 });
  });

  test('is answered where thinking cannot be bounded', async () => {
    const { server } = await createTestServer({ engine: unmarked });
    const response = await server.inject(messagesRequest({ thinking, max_tokens: 2000 }));
    expect(response.statusCode).toBe(200);
  });
});

test('what a conversation is counted as is what an answer without reasoning reads', async () => {
  const { server, engine } = await createTestServer();
  const shown: unknown[] = [];
  const renderChat = engine.renderChat.bind(engine);
  engine.renderChat = (chat) => {
    shown.push(chat.templateKwargs);
    return renderChat(chat);
  };
  const { payload } = chatRequest({ reasoning_budget_tokens: 0 });
  await server.inject({
    method: 'POST',
    url: '/v1/chat/completions/input_tokens',
    ...(payload === undefined ? {} : { payload }),
  });
  expect(shown).toEqual([{ enable_thinking: false, thinking: false }]);
});
