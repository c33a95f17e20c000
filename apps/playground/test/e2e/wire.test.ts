import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { hasBrowser } from './browser.ts';
import { promptField, runButton, runPrompt, withPlayground } from './with-playground.ts';

async function sh(command: string): Promise<string> {
  const { stdout } = await promisify(execFile)('sh', ['-c', command]);
  return stdout;
}

describe.skipIf(!hasBrowser)('the wire view', () => {
  const playground = withPlayground();

  test('shows the request byte for byte, with only what was set', async () => {
    const page = await playground.open();
    await page.getByLabel('Temperature').fill('0.2');
    await page.getByLabel('Top K').fill('40');
    await page.getByLabel('Stop texts').fill(String.raw`\n\n`);
    await runPrompt(page, 'It’s "quoted" \\ 🙂');
    const chat = await playground.server.nextChat();
    expect(chat.body).toEqual({
      model: 'tiny-stories',
      messages: [{ role: 'user', content: 'It’s "quoted" \\ 🙂' }],
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0.2,
      top_k: 40,
      stop: ['\n\n'],
    });
    const sent = page.getByRole('region', { name: 'The request that was sent' });
    expect(await sent.locator('pre').textContent()).toBe(chat.rawBody);
    expect(await sent.textContent()).toContain(
      `POST ${playground.url}v1/chat/completions`,
    );
    chat.answer('Fine');
    await page.getByText('· req_e2e').waitFor();
  });

  test('lists every event as it arrives, each in full on demand', async () => {
    const page = await playground.open();
    await runPrompt(page, 'Hi');
    const chat = await playground.server.nextChat();
    const events = page.getByRole('listbox', { name: 'Events' });
    chat.begin().comment('keep-alive').text('one').text(' two');
    await events.getByText('" two"').waitFor();
    chat.finish({ prompt_tokens: 12, completion_tokens: 2 });
    await events.getByText('[DONE]').waitFor();
    const rows = await events.getByRole('option').allTextContents();
    expect(rows.map((row) => row.replace(/^(\d)\+[\d.]+/, '$1 '))).toEqual([
      '0 roleassistant',
      '1 commentkeep-alive',
      '2 text"one"',
      '3 text" two"',
      '4 finishstop',
      '5 usage12 prompt + 2 answer tokens',
      '6 end[DONE]',
    ]);
    await events.getByText('" two"').click();
    const frame = page.getByRole('region', { name: 'Event 3' });
    expect(await frame.locator('pre').textContent()).toBe(chat.written.split('\n\n')[3]);
    await page.keyboard.press('End');
    await page.getByRole('region', { name: 'Event 6' }).waitFor();
  });

  test('keeps a long stream whole with few rows in the page', async () => {
    const page = await playground.open();
    await runPrompt(page, 'Hi');
    const chat = await playground.server.nextChat();
    chat.begin();
    for (let count = 0; count < 2000; count++) chat.text(` word${count}`);
    chat.finish();
    const events = page.getByRole('listbox', { name: 'Events' });
    await events.getByText('[DONE]').waitFor();
    expect(await events.getByRole('option').count()).toBeLessThan(80);
    await page.getByRole('button', { name: 'Copy all events' }).click();
    await page.getByRole('status').getByText('Copied').waitFor({ state: 'attached' });
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(chat.written);
  });

  test('shows the next request while it is written', async () => {
    const page = await playground.open();
    await page.getByLabel('Seed').fill('7');
    await promptField(page).fill('Not sent yet');
    const preview = page.getByRole('region', { name: 'The request that would be sent' });
    const body = JSON.parse((await preview.locator('pre').textContent()) ?? '');
    expect(body).toMatchObject({
      messages: [{ role: 'user', content: 'Not sent yet' }],
      seed: 7,
    });
  });

  test('copies a curl command that sends the same bytes', async () => {
    const page = await playground.open();
    await runPrompt(page, 'It\'s $HOME `id` \\ "quoted" 🙂');
    const first = await playground.server.nextChat();
    first.answer('Fine');
    await runButton(page).waitFor();
    await page.getByRole('link', { name: 'Code' }).click();
    await page.getByRole('button', { name: 'Copy as curl' }).click();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    const output = sh(command);
    const second = await playground.server.nextChat();
    expect(second.rawBody).toBe(first.rawBody);
    second.answer('From the shell');
    expect(await output).toContain('From the shell');
  });
});
