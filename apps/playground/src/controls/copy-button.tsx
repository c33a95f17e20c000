import { useEffect, useState } from 'react';
import { copyText } from './clipboard.ts';
import { IconButton } from './icon-button.tsx';

interface CopyButtonProps {
  readonly text: string | (() => string);
  readonly label: string;
}

type Outcome = 'copied' | 'refused';

const outcomeLabels: Readonly<Record<Outcome, string>> = {
  copied: 'Copied',
  refused: 'The browser refused to copy',
};

export function CopyButton({ text, label }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>();
  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => setOutcome(undefined), 1600);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () => {
    copyText(typeof text === 'string' ? text : text()).then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    );
  };
  return (
    <>
      <IconButton
        icon={outcome === 'copied' ? 'check' : outcome === 'refused' ? 'warning' : 'copy'}
        label={label}
        onClick={copy}
      />
      <span className="sr-only" role="status">
        {outcome && outcomeLabels[outcome]}
      </span>
    </>
  );
}
