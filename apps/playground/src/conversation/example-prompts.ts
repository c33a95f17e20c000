export interface ExamplePrompt {
  readonly title: string;
  readonly prompt: string;
}

/** Small enough for a small model, and each shows another side of the page. */
export const examplePrompts: readonly ExamplePrompt[] = [
  {
    title: 'Continue a story',
    prompt: 'Once upon a time, a lighthouse keeper found a message in a bottle. It said:',
  },
  {
    title: 'Compare in a table',
    prompt:
      'Compare TCP, UDP and QUIC in a table: connection set-up, ordering, and one typical use each.',
  },
  {
    title: 'Write some code',
    prompt:
      'Write a Python function that merges overlapping intervals. Then explain its running time in two sentences.',
  },
  {
    title: 'Answer in JSON only',
    prompt:
      'List three moons of Jupiter as JSON: an array of objects with "name" and "discovered". Nothing else.',
  },
];
