import { describe, expect, test } from 'vitest';
import { hasBrowser } from './browser.ts';
import {
  answer,
  appears,
  disappears,
  promptField,
  runButton,
  runPrompt,
  withPlayground,
} from './with-playground.ts';

describe.skipIf(!hasBrowser)('a conversation', () => {
  const playground = withPlayground();

  test('shows the answer while it streams, and its figures at the end', async () => {
    const page = await playground.open();
    await runPrompt(page, 'Say hello');
    const chat = await playground.server.nextChat();
    chat.begin().text('Hello');
    await answer(page).getByText('Hello').waitFor();
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    chat.text(', **world**!');
    chat.finish({ prompt_tokens: 12, completion_tokens: 5 });
    await answer(page).getByRole('strong').getByText('world').waitFor();
    await answer(page).getByText('12 tokens').waitFor();
    await answer(page).getByText('5 tokens').waitFor();
    expect(await appears(runButton(page))).toBe(true);
  });

  test('sends earlier turns and answers with the next prompt', async () => {
    const page = await playground.open();
    await page.getByLabel('System prompt').fill('Be brief.');
    await runPrompt(page, 'One?');
    (await playground.server.nextChat()).answer('1');
    await page.getByRole('button', { name: 'Copy answer' }).waitFor();
    await runPrompt(page, 'Two?');
    const second = await playground.server.nextChat();
    expect(second.body.messages).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'One?' },
      { role: 'assistant', content: '1' },
      { role: 'user', content: 'Two?' },
    ]);
    second.answer('2');
  });

  test.each(['the button', 'Esc'])('stops by %s, and the request ends', async (way) => {
    const page = await playground.open();
    await runPrompt(page, 'Count');
    const chat = await playground.server.nextChat();
    chat.begin().text('one two');
    await answer(page).getByText('one two').waitFor();
    if (way === 'Esc') await page.keyboard.press('Escape');
    else await page.getByRole('button', { name: 'Stop' }).click();
    await chat.closed;
    await answer(page).getByText('You stopped this answer.').waitFor();
    expect(await answer(page).textContent()).toContain('one two');
  });

  test('answers again and keeps the earlier answer', async () => {
    const page = await playground.open();
    await runPrompt(page, 'Pick a number');
    (await playground.server.nextChat()).answer('seven');
    await page.getByRole('button', { name: 'Answer again' }).click();
    (await playground.server.nextChat()).answer('eleven');
    await answer(page).getByText('eleven').waitFor();
    await page.getByRole('button', { name: 'Earlier answer' }).click();
    expect(await appears(answer(page).getByText('seven'))).toBe(true);
  });

  test('asks an edited turn anew and drops what followed', async () => {
    const page = await playground.open();
    for (const prompt of ['First', 'Second']) {
      await runPrompt(page, prompt);
      (await playground.server.nextChat()).answer(`to ${prompt}`);
      await answer(page).getByText(`to ${prompt}`).waitFor();
      await runButton(page).waitFor();
    }
    await page.getByRole('button', { name: 'Edit and send again' }).first().click();
    await page.getByLabel('Edited prompt').fill('Other');
    await page.getByRole('button', { name: 'Send again', exact: true }).click();
    const chat = await playground.server.nextChat();
    expect(chat.body.messages).toEqual([{ role: 'user', content: 'Other' }]);
    chat.answer('to Other');
    await answer(page).getByText('to Other').waitFor();
    expect(await page.getByRole('article', { name: 'You asked' }).count()).toBe(1);
  });

  test('begins anew, and an example can be put in', async () => {
    const page = await playground.open();
    await runPrompt(page, 'Hi');
    (await playground.server.nextChat()).answer('Hello');
    await page.getByRole('button', { name: 'New' }).click();
    await page.getByRole('button', { name: /^Chat/ }).click();
    expect(await promptField(page).inputValue()).toBe('What is samewire?');
  });

  test('asks the model chosen', async () => {
    const page = await playground.open();
    await page.getByRole('combobox', { name: 'Model' }).click();
    await page.getByRole('option', { name: 'other-model' }).click();
    await runPrompt(page, 'Hi');
    const chat = await playground.server.nextChat();
    expect(chat.body.model).toBe('other-model');
    chat.answer('Hello');
  });

  test('copies an answer as it was written', async () => {
    const page = await playground.open();
    await runPrompt(page, 'Hi');
    (await playground.server.nextChat()).answer('**bold**', '\n\n- item');
    await page.getByRole('button', { name: 'Copy answer' }).click();
    await page.getByRole('status').getByText('Copied').waitFor({ state: 'attached' });
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe('**bold**\n\n- item');
  });

  test('says finished sentences to screen readers, politely', async () => {
    const page = await playground.open();
    await runPrompt(page, 'Hi');
    const chat = await playground.server.nextChat();
    chat.begin().text('The sky is **blue**. The grass');
    const region = page.locator('[aria-live=polite]');
    await region.getByText('The sky is blue.', { exact: true }).waitFor();
    chat.text(' is green.');
    chat.finish();
    expect(await appears(region.getByText('The grass is green.', { exact: true }))).toBe(
      true,
    );
  });

  test('shows reasoning apart from the answer', async () => {
    const page = await playground.open();
    await runPrompt(page, 'Think');
    const chat = await playground.server.nextChat();
    chat
      .begin()
      .raw('data: {"choices":[{"delta":{"reasoning_content":"Let me see"}}]}\n\n');
    await answer(page).getByText('Let me see').waitFor();
    chat.text('42');
    chat.finish();
    await answer(page).getByText('42').waitFor();
    expect(await disappears(answer(page).getByText('Let me see'))).toBe(true);
  });
});
