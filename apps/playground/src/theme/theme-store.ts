import { createStore } from 'zustand/vanilla';
import { keptText } from '../kept/kept-text.ts';

export const themeChoices = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

/** Read by `public/first-paint.js` too. */
const kept = keptText('local', 'theme');
const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

export const themeStore = createStore<{ readonly choice: ThemeChoice }>(() => ({
  choice: themeChoices.find((choice) => choice === kept.read()) ?? 'system',
}));

export function chooseTheme(choice: ThemeChoice): void {
  themeStore.setState({ choice });
  kept.write(choice);
  applyTheme();
}

/** Keeps the page in the theme chosen, and in step with the system if that is the choice. */
export function followTheme(): void {
  systemIsDark.addEventListener('change', applyTheme);
  applyTheme();
}

function applyTheme(): void {
  const { choice } = themeStore.getState();
  const dark = choice === 'dark' || (choice === 'system' && systemIsDark.matches);
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}
