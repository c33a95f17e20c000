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
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
preloadAnswerText();
