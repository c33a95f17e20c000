import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hasBrowser } from './browser.ts';
import { hostileAnswers } from './hostile-answers.ts';
import { answer, appears, runPrompt, withPlayground } from './with-playground.ts';

/** What in the newest answer is not harmless. Requests and scripts are watched for all along. */
function findHarm(page: Page): Promise<string[]> {
  return answer(page).evaluate((element) => {
    const prose = element.querySelector('.prose') ?? element;
    const forbidden =
      'script,img,iframe,object,embed,link,style,meta,base,form,video,audio,svg';
    const elements = [...prose.querySelectorAll('*')].filter(
      // The page's own copy buttons hold its own drawings.
      (inner) => inner.closest('button') === null,
    );
    const harm = elements
      .filter((inner) => inner.matches(forbidden))
      .map((inner) => inner.tagName);
    for (const inner of elements)
      for (const { name, value } of inner.attributes)
        if (name.startsWith('on') || /javascript:|data:|vbscript:/i.test(value))
          harm.push(`${name}=${value}`);
    for (const link of prose.querySelectorAll('a'))
      if (link.rel !== 'noopener noreferrer' || !/^(?:https?|mailto):/.test(link.href))
        harm.push(link.outerHTML);
    if ('pwned' in window) harm.push('a script ran');
    return harm;
  });
}

describe.skipIf(!hasBrowser)('a hostile answer', () => {
  const playground = withPlayground();

  test.each([
    ['one after the other', hostileAnswers],
    ['the other way round', hostileAnswers.toReversed()],
  ])('stays text, whatever is tried, %s', async (_, attempts) => {
    const page = await playground.open();
    await runPrompt(page, 'Try me');
    const chat = await playground.server.nextChat();
    chat.begin();
    // In small pieces, because half an attempt must be as harmless as the whole: a script
    // that ran, or a request that went out, is remembered.
    for (const [piece] of attempts.join('\n\n---\n\n').matchAll(/.{1,7}/gsu))
      chat.text(piece);
    chat.text('\n\nThe end.');
    chat.finish();
    await page.getByRole('button', { name: 'Copy answer' }).waitFor();
    expect(await findHarm(page)).toEqual([]);
    const shown = await answer(page).textContent();
    expect(shown).toContain('<script>window.pwned = 1</script>');
    expect(shown).toContain('The end.');
  });

  test('cannot hide where its links lead', async () => {
    const page = await playground.open();
    await runPrompt(page, 'Hi');
    (await playground.server.nextChat()).answer(
      '[google.com](https://evil.example/phish)',
    );
    expect(await appears(answer(page).getByText('evil.example'))).toBe(true);
  });

  test('loads no image, and offers to open it knowingly', async () => {
    const page = await playground.open();
    await runPrompt(page, 'Hi');
    (await playground.server.nextChat()).answer(
      '![a cat](https://images.example/cat.png)',
    );
    await answer(page).getByText('Image not loaded').waitFor();
    const link = answer(page).getByRole('link', { name: 'Open it from images.example' });
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
  });
});
