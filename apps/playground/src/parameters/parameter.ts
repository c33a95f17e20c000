import type { ParameterName } from '../wire/chat-wire.ts';

/** A number of the request that a user may set, named as on the wire. */
export interface Parameter {
  readonly name: ParameterName;
  readonly label: string;
  /** What it does, in one plain sentence. */
  readonly help: string;
  readonly kind: 'number' | 'integer';
  /** How much the arrow keys change it. */
  readonly step: number;
  /** Where the arrow keys begin while nothing is set. */
  readonly start: number;
}

export interface ParameterGroup {
  readonly title: string;
  readonly parameters: readonly Parameter[];
}

export const parameterGroups: readonly ParameterGroup[] = [
  {
    title: 'Choosing the next token',
    parameters: [
      {
        name: 'temperature',
        label: 'Temperature',
        help: '0 always takes the most probable token; higher is more varied.',
        kind: 'number',
        step: 0.1,
        start: 1,
      },
      {
        name: 'top_p',
        label: 'Top P',
        help: 'Keep the likeliest tokens that together reach this probability.',
        kind: 'number',
        step: 0.05,
        start: 1,
      },
      {
        name: 'top_k',
        label: 'Top K',
        help: 'Keep only this many of the likeliest tokens.',
        kind: 'integer',
        step: 1,
        start: 40,
      },
      {
        name: 'min_p',
        label: 'Min P',
        help: 'Drop tokens less likely than this share of the likeliest.',
        kind: 'number',
        step: 0.01,
        start: 0.05,
      },
      {
        name: 'seed',
        label: 'Seed',
        help: 'The same seed and settings repeat the same answer.',
        kind: 'integer',
        step: 1,
        start: 0,
      },
    ],
  },
  {
    title: 'Repetition',
    parameters: [
      {
        name: 'frequency_penalty',
        label: 'Frequency penalty',
        help: 'Push a token down each time it was already used.',
        kind: 'number',
        step: 0.1,
        start: 0,
      },
      {
        name: 'presence_penalty',
        label: 'Presence penalty',
        help: 'Push a token down once if it was used at all.',
        kind: 'number',
        step: 0.1,
        start: 0,
      },
      {
        name: 'repetition_penalty',
        label: 'Repetition penalty',
        help: 'Divide the score of every token seen so far; 1 is off.',
        kind: 'number',
        step: 0.05,
        start: 1,
      },
    ],
  },
];

export const maxTokensParameter: Parameter = {
  name: 'max_completion_tokens',
  label: 'Most tokens',
  help: 'The answer stops after this many tokens.',
  kind: 'integer',
  step: 64,
  start: 256,
};

export const topLogprobsParameter: Parameter = {
  name: 'top_logprobs',
  label: 'Alternatives',
  help: 'How many other tokens to list at each place.',
  kind: 'integer',
  step: 1,
  start: 5,
};

export const allParameters: readonly Parameter[] = [
  ...parameterGroups.flatMap((group) => group.parameters),
  maxTokensParameter,
  topLogprobsParameter,
];
