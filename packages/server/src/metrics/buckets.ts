/**
 * Bounds of histograms, in seconds unless said. Those of the first token are OpenTelemetry's for
 * generative models, and go on for machines without a GPU.
 */
export const firstTokenBuckets = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
  20, 40, 80, 160,
];

export const outputTokenBuckets = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1,
  2.5,
];

export const durationBuckets = Array.from(
  { length: 14 },
  (_, power) => 0.01 * 2 ** power,
);

/** In tokens. */
export const tokenBuckets = Array.from({ length: 10 }, (_, power) => 4 ** power);
