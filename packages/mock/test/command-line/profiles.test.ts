import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { TestProcess } from '../support/test-process.ts';

describe('samewire mock profiles', () => {
  test('lists the providers that can be imitated', async () => {
    const process = new TestProcess();
    expect(await process.run(['profiles'])).toBe(0);
    expect(process.out).toMatch(/^groq +Groq, \d+ quirks, seen until 20\d\d-\d\d/m);
  });

  test('shows what is known of one', async () => {
    const process = new TestProcess();
    await process.run(['profiles', 'groq']);
    expect(JSON.parse(process.out)).toMatchObject({ id: 'groq' });
  });

  test('says which there are', async () => {
    const process = new TestProcess();
    expect(await process.run(['profiles', 'grok'])).toBe(2);
    expect(process.err).toMatch(/there is no profile 'grok'; there are .*xai/);
  });
});

describe('samewire mock serve --imitate', () => {
  const messages = [{ role: 'user' as const, content: 'Hi' }];

  test('answers what is not recorded as the provider would', async () => {
    const process = new TestProcess();
    const ended = process.run(['serve', '--imitate', 'groq', '--say', 'Good day.']);
    const client = new OpenAI({ apiKey: 'none', baseURL: `${await process.url()}/v1` });
    const chunks = await Array.fromAsync(
      await client.chat.completions.create({ model: 'm', messages, stream: true }),
    );
    expect(chunks[0]).toHaveProperty('x_groq.id');
    const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
    expect(text).toBe('Good day.');
    const answers = await Promise.all(
      [1, 2].map(() => client.chat.completions.create({ model: 'm', messages })),
    );
    expect(answers.map(({ choices }) => choices[0]?.message.content)).toEqual([
      'Good day.',
      'Good day.',
    ]);
    expect(answers[0]?.id).not.toBe(answers[1]?.id);
    await expect(client.models.list()).rejects.toThrow(/no recorded answer/);
    process.stop();
    await ended;
  });

  test('says which there are', async () => {
    const process = new TestProcess();
    expect(await process.run(['serve', '--imitate', 'none'])).toBe(2);
    expect(process.err).toMatch(/There is no profile "none"; there are: /);
  });
});
