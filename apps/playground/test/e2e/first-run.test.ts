import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hasBrowser } from './browser.ts';
import {
  answer,
  appears,
  promptField,
  runButton,
  withPlayground,
} from './with-playground.ts';

/** Chooses an example of the empty board and runs it. */
async function runExample(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${title}`) }).click();
  await runButton(page).click();
}

describe.skipIf(!hasBrowser)('the guided first run', () => {
  const playground = withPlayground();

  test('says what the model is that comes with samewire, and of no other', async () => {
    const note = 'a tiny model to try the pipes';
    const other = await playground.open();
    expect(await other.getByText(note).count()).toBe(0);
    playground.server.models = ['samewire-demo'];
    const page = await playground.open();
    expect(await appears(page.getByText(note))).toBe(true);
  });

  test('asks about samewire', async () => {
    const page = await playground.open();
    await runExample(page, 'Chat');
    const chat = await playground.server.nextChat();
    expect(chat.body).toMatchObject({
      messages: [{ role: 'user', content: 'What is samewire?' }],
    });
    chat.answer('A server.');
    expect(await appears(answer(page).getByText('A server.'))).toBe(true);
  });

  test('offers a tool, shows its call, and goes on with what it gave back', async () => {
    const page = await playground.open();
    await runExample(page, 'Call a tool');
    const first = await playground.server.nextChat();
    expect(first.body).toMatchObject({
      tools: [{ type: 'function', function: { name: 'get_weather' } }],
    });
    first.callTool('call_7', 'get_weather', '{"city": "Rome"}');
    await answer(page).getByText('get_weather({"city": "Rome"})').waitFor();
    await page.getByLabel('Result of get_weather').fill('sunny, 21 degrees');
    await page.getByRole('button', { name: 'Send result' }).click();
    const second = await playground.server.nextChat();
    expect(second.body).toMatchObject({
      messages: [
        { role: 'user' },
        { role: 'assistant', content: null, tool_calls: [{ id: 'call_7' }] },
        { role: 'tool', tool_call_id: 'call_7', content: 'sunny, 21 degrees' },
      ],
    });
    second.answer('It is sunny in Rome.');
    expect(await appears(answer(page).getByText('It is sunny in Rome.'))).toBe(true);
  });

  test('asks for JSON that fits a schema', async () => {
    const page = await playground.open();
    await runExample(page, 'Get JSON');
    const chat = await playground.server.nextChat();
    expect(chat.body).toMatchObject({
      response_format: {
        type: 'json_schema',
        json_schema: { schema: { required: ['name', 'age', 'city'] } },
      },
    });
    chat.answer('{"name": "Mira", "age": 31, "city": "Oslo"}');
    expect(await appears(answer(page).getByText('"Mira"'))).toBe(true);
  });

  test('compares two settings side by side', async () => {
    const page = await playground.open();
    await runExample(page, 'Compare');
    const first = await playground.server.nextChat();
    const second = await playground.server.nextChat();
    expect([first.body.temperature, second.body.temperature]).toEqual([0, 1]);
    first.answer('One story.');
    second.answer('Another story.');
    const column = (name: string) => page.getByRole('region', { name: `Column ${name}` });
    expect(await appears(column('A').getByText('One story.'))).toBe(true);
    expect(await appears(column('B').getByText('Another story.'))).toBe(true);
  });

  test('gives the settings of one example up for those of the next', async () => {
    const page = await playground.open();
    await page.getByRole('button', { name: /^Call a tool/ }).click();
    await page.getByRole('button', { name: /^Get JSON/ }).click();
    expect(await page.getByLabel('Tools', { exact: true }).inputValue()).toBe('');
    expect(await promptField(page).inputValue()).toContain('Mira');
  });
});

describe.skipIf(!hasBrowser)('columns', () => {
  const playground = withPlayground();

  test('are added, set apart, and taken away', async () => {
    const page = await playground.open();
    await page.getByLabel('Temperature', { exact: true }).fill('0.3');
    await page.getByRole('button', { name: 'Add column' }).click();
    await page.getByRole('heading', { name: 'Settings of B' }).waitFor();
    expect(await page.getByLabel('Temperature', { exact: true }).inputValue()).toBe(
      '0.3',
    );
    await page.getByLabel('Temperature', { exact: true }).fill('0.9');
    await page.getByRole('button', { name: 'A', exact: true }).click();
    expect(await page.getByLabel('Temperature', { exact: true }).inputValue()).toBe(
      '0.3',
    );
    await page.getByRole('button', { name: 'Remove column A' }).click();
    expect(await page.getByLabel('Temperature', { exact: true }).inputValue()).toBe(
      '0.9',
    );
  });

  test('with tools that are no JSON cannot be run, and say so', async () => {
    const page = await playground.open();
    await promptField(page).fill('Hi');
    await page.getByLabel('Tools', { exact: true }).fill('[{');
    expect(await appears(page.getByText('Tools must be JSON.').first())).toBe(true);
    expect(await runButton(page).isDisabled()).toBe(true);
  });
});
