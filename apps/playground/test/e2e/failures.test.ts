import { describe, expect, test } from 'vitest';
import { hasBrowser } from './browser.ts';
import {
  answer,
  appears,
  promptField,
  runButton,
  runPrompt,
  withPlayground,
} from './with-playground.ts';

describe.skipIf(!hasBrowser)('a failure', () => {
  const playground = withPlayground();

  test('is told in words with what the server said, and can be tried again', async () => {
    const page = await playground.open();
    await runPrompt(page, 'Hi');
    const chat = await playground.server.nextChat();
    const message = "Invalid 'temperature': decimal above maximum value.";
    chat.fail(400, {
      message,
      type: 'invalid_request_error',
      param: 'temperature',
      code: 'x',
    });
    const alert = answer(page).getByRole('alert');
    await alert.getByText('The server refused temperature').waitFor();
    await alert.getByText(message).waitFor();
    await alert.getByText('HTTP 400').waitFor();
    await alert.getByRole('button', { name: 'Try again' }).click();
    (await playground.server.nextChat()).answer('Better now');
    expect(await appears(answer(page).getByText('Better now'))).toBe(true);
  });

  test('in the middle of an answer keeps what had arrived', async () => {
    const page = await playground.open();
    await runPrompt(page, 'Hi');
    const chat = await playground.server.nextChat();
    chat.begin().text('So far so good');
    chat.failMidStream({ message: 'Out of memory.', type: 'server_error' });
    await answer(page).getByRole('alert').getByText('Out of memory.').waitFor();
    expect(await answer(page).textContent()).toContain('So far so good');
  });

  test('of the connection is told apart from an answer that is done', async () => {
    const page = await playground.open();
    await runPrompt(page, 'Hi');
    const chat = await playground.server.nextChat();
    chat.begin().text('So far');
    await answer(page).getByText('So far').waitFor();
    chat.drop();
    expect(await appears(answer(page).getByText('The connection was lost'))).toBe(true);
  });

  test('of the whole server is noticed, and so is its return', async () => {
    const page = await playground.open();
    await runPrompt(page, 'Hi');
    const chat = await playground.server.nextChat();
    chat.begin().text('So far');
    await answer(page).getByText('So far').waitFor();
    const { port } = new URL(playground.url);
    await playground.server.stop();
    await page.getByRole('status').getByText('Server not reachable').waitFor();
    await playground.server.start(Number(port));
    await page.getByRole('status').getByText('Ready').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    (await playground.server.nextChat()).answer('Back again');
    expect(await appears(answer(page).getByText('Back again'))).toBe(true);
  });

  test('to be ready yet is shown with its progress, until it is over', async () => {
    const error = { message: 'The model is still loading.' };
    playground.server.loading = { error, phase: 'loading', progress: 0.43 };
    const page = await playground.open();
    await page.getByText('Loading the model: 43 %').waitFor();
    await promptField(page).fill('Hi');
    expect(await runButton(page).isDisabled()).toBe(true);
    playground.server.loading = undefined;
    await page.getByRole('status').getByText('Ready').waitFor();
    await runPrompt(page, 'Hi');
    (await playground.server.nextChat()).answer('Hello');
    await answer(page).getByText('Hello').waitFor();
  });

  test('for want of a key asks for it, and keeps it in this tab only', async () => {
    playground.server.apiKey = 'sk-secret';
    const page = await playground.open();
    await page.getByLabel('This server asks for an API key').fill('sk-wrong');
    await page.getByRole('button', { name: 'Use key' }).click();
    await page.getByLabel('The server did not accept this API key').fill('sk-secret');
    await page.getByRole('button', { name: 'Use key' }).click();
    await runPrompt(page, 'Hi');
    const chat = await playground.server.nextChat();
    expect(chat.headers.authorization).toBe('Bearer sk-secret');
    chat.answer('Hello');
    await answer(page).getByText('Hello').waitFor();
    const kept = await page.evaluate(() => [
      JSON.stringify(sessionStorage).includes('sk-secret'),
      JSON.stringify(localStorage).includes('sk-secret'),
      document.body.innerHTML.includes('sk-secret'),
    ]);
    expect(kept).toEqual([true, false, false]);
  });

  test('to write a number stops the run and is named', async () => {
    const page = await playground.open();
    await page.getByLabel('Temperature').fill('warm');
    await promptField(page).fill('Hi');
    await page.getByText('Temperature must be a number.').first().waitFor();
    expect(await runButton(page).isDisabled()).toBe(true);
  });
});
