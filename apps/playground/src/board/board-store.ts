import { createStore } from 'zustand/vanilla';
import { emptyVariant, type Board, type Case, type Variant } from './board.ts';

export interface BoardState extends Board {
  /** The column whose settings are shown. */
  readonly shownVariantId: string;
  /** The run the wire view shows; undefined shows the request that would be sent next. */
  readonly inspectedRunId: string | undefined;
  /** What is written in the prompt field and not sent yet. */
  readonly draft: string;
}

const firstVariant: Variant = { id: 'variant-1', ...emptyVariant };
const firstCase: Case = { id: 'case-1', turns: [] };

export const boardStore = createStore<BoardState>(() => ({
  variants: [firstVariant],
  cases: [firstCase],
  cells: {},
  shownVariantId: firstVariant.id,
  inspectedRunId: undefined,
  draft: '',
}));

export function changeVariant(id: string, change: Partial<Omit<Variant, 'id'>>): void {
  boardStore.setState(({ variants }) => ({
    variants: variants.map((variant) =>
      variant.id === id ? { ...variant, ...change } : variant,
    ),
  }));
}

export function inspectRun(runId: string | undefined): void {
  boardStore.setState({ inspectedRunId: runId });
}

export function setDraft(draft: string): void {
  boardStore.setState({ draft });
}

export function showVariant(id: string): void {
  boardStore.setState({ shownVariantId: id, inspectedRunId: undefined });
}
