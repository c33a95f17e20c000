import { lazy, Suspense } from 'react';

const load = () => import('./answer-text.tsx');
const AnswerText = lazy(async () => ({ default: (await load()).AnswerText }));

/** Fetches the Markdown code ahead of the first answer. */
export function preloadAnswerText(): void {
  void load();
}

interface LazyAnswerTextProps {
  readonly text: string;
  readonly growing: boolean;
}

/** Plain text until the Markdown code is here, which is seldom seen. */
export function LazyAnswerText({ text, growing }: LazyAnswerTextProps) {
  return (
    <Suspense fallback={<div className="prose whitespace-pre-wrap">{text}</div>}>
      <AnswerText text={text} growing={growing} />
    </Suspense>
  );
}
