import type { ParameterTexts } from '../parameters/read-parameters.ts';

/** A column: what is asked of which model, and how. */
export interface Variant {
  readonly id: string;
  /** Undefined until chosen: the first model the server lists is used. */
  readonly model: string | undefined;
  readonly systemPrompt: string;
  readonly parameters: ParameterTexts;
  /** Stop texts as typed, one a line. */
  readonly stopLines: string;
  readonly logprobs: boolean;
  /** The tools offered, as JSON as typed; empty: none. */
  readonly tools: string;
  /** The JSON Schema the answer has to fit, as typed; empty: any text. */
  readonly schema: string;
}

/** One user turn of a case. */
export interface Turn {
  readonly id: string;
  readonly prompt: string;
  /**
   * What the tools gave back that the answer before called, in the order of its calls; such a
   * turn has no prompt.
   */
  readonly toolResults?: readonly string[];
}

/** A row: the user turns every column answers. */
export interface Case {
  readonly id: string;
  readonly turns: readonly Turn[];
}

/** The runs that answer one turn in one column, oldest first, and which one counts. */
export interface Answer {
  readonly runIds: readonly string[];
  readonly chosenRunId: string;
}

/** Where a column meets a row. */
export interface Cell {
  readonly answers: Readonly<Record<string, Answer>>;
}

export interface Board {
  readonly variants: readonly Variant[];
  readonly cases: readonly Case[];
  /** By `cellKey`; a cell in which nothing ran yet is absent. */
  readonly cells: Readonly<Record<string, Cell>>;
}

export const emptyVariant: Omit<Variant, 'id'> = {
  model: undefined,
  systemPrompt: '',
  parameters: {},
  stopLines: '',
  logprobs: false,
  tools: '',
  schema: '',
};

export function cellKey(variantId: string, caseId: string): string {
  return `${variantId}/${caseId}`;
}

export function answerOf(
  { cells }: Pick<Board, 'cells'>,
  variantId: string,
  caseId: string,
  turnId: string,
): Answer | undefined {
  return cells[cellKey(variantId, caseId)]?.answers[turnId];
}

/** The cells of one row, in the order of the columns. */
export function cellsOf(board: Board, caseId: string): Cell[] {
  return board.variants.flatMap(({ id }) => board.cells[cellKey(id, caseId)] ?? []);
}
