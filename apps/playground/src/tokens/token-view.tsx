import { memo, useId, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { TokenLogprob } from '../wire/chat-wire.ts';
import { AlternativesTable } from './alternatives-table.tsx';
import { heatOf } from './heat.ts';
import { HeatLegend } from './heat-legend.tsx';
import { tokenLabel } from './token-text.ts';

/** An answer token by token, each coloured and underlined by how sure the model was. */
export function TokenView({ tokens }: { tokens: readonly TokenLogprob[] }) {
  const id = useId();
  const [index, setIndex] = useState(0);
  const lookAt = (next: number) => {
    const bounded = Math.max(0, Math.min(tokens.length - 1, next));
    setIndex(bounded);
    document.getElementById(`${id}-${bounded}`)?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = moves[event.key]?.(index, tokens.length);
    if (next === undefined) return;
    event.preventDefault();
    lookAt(next);
  };
  const onPointerOver = ({ target }: PointerEvent) => {
    if (!(target instanceof HTMLElement)) return;
    const place = target.dataset['index'];
    if (place !== undefined) setIndex(Number(place));
  };
  const lookedAt = tokens[index];
  return (
    <div className="flex flex-col gap-3">
      <div
        role="listbox"
        aria-label="Tokens of the answer. Arrow keys move between them."
        aria-activedescendant={`${id}-${index}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerOver={onPointerOver}
        className="rounded font-mono text-sm leading-[1.9] wrap-anywhere"
      >
        {tokens.map((token, place) => (
          <Token
            // Tokens are only ever added at the end: the place is the identity.
            // oxlint-disable-next-line react/no-array-index-key
            key={place}
            id={`${id}-${place}`}
            index={place}
            token={token}
            isLookedAt={place === index}
          />
        ))}
      </div>
      <HeatLegend />
      {lookedAt && <AlternativesTable token={lookedAt} />}
    </div>
  );
}

const moves: Readonly<Record<string, (index: number, length: number) => number>> = {
  ArrowRight: (index) => index + 1,
  ArrowLeft: (index) => index - 1,
  ArrowDown: (index) => index + 10,
  ArrowUp: (index) => index - 10,
  Home: () => 0,
  End: (_, length) => length - 1,
};

interface TokenProps {
  readonly id: string;
  readonly index: number;
  readonly token: TokenLogprob;
  readonly isLookedAt: boolean;
}

const Token = memo(function Token({ id, index, token, isLookedAt }: TokenProps) {
  return (
    <span
      id={id}
      role="option"
      aria-selected={isLookedAt}
      data-index={index}
      data-heat={heatOf(token)}
      data-looked-at={isLookedAt || undefined}
      className="heat-token"
    >
      {tokenLabel(token)}
    </span>
  );
});
