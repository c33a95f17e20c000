import type { TokenProbability } from '../wire/chat-wire.ts';

/** How sure the model was of a token: 0 is nearly certain, 4 is a long shot. */
export type Heat = 0 | 1 | 2 | 3 | 4;

export interface HeatStep {
  readonly heat: Heat;
  /** The lowest probability of this step. */
  readonly from: number;
  readonly label: string;
}

export const heatSteps: readonly HeatStep[] = [
  { heat: 0, from: 0.9, label: '90 % and more' },
  { heat: 1, from: 0.6, label: '60 to 90 %' },
  { heat: 2, from: 0.3, label: '30 to 60 %' },
  { heat: 3, from: 0.1, label: '10 to 30 %' },
  { heat: 4, from: 0, label: 'under 10 %' },
];

export function probabilityOf({ logprob }: TokenProbability): number {
  return Math.exp(logprob);
}

export function heatOf(token: TokenProbability): Heat {
  const probability = probabilityOf(token);
  return heatSteps.find(({ from }) => probability >= from)?.heat ?? 4;
}

export function formatProbability(token: TokenProbability): string {
  const percent = probabilityOf(token) * 100;
  if (percent < 0.01) return '< 0.01 %';
  return `${percent.toFixed(percent < 10 ? 2 : 1)} %`;
}
