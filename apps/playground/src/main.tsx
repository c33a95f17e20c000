// oxlint-disable-next-line import/no-unassigned-import
import './app.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { preloadAnswerText } from './markdown/lazy-answer-text.tsx';
import { followTheme } from './theme/theme-store.ts';

const root = document.getElementById('app');
if (root === null) throw new Error('The page has no element #app.');

followTheme();
// Only `vite --mode mock` keeps this line: there a mock answers in place of a server.
if (import.meta.env.MODE === 'mock')
  await import('./mock/start-mock.ts').then(({ startMock }) => startMock());
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
preloadAnswerText();
