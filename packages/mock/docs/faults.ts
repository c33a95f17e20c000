import { type FaultOutcome, faultOutcomes } from '../test/faults/outcomes.ts';
import { blocks, table } from './markdown.ts';

/** docs/faults.md: what every fault is on the wire, and what a client makes of it. */
export function renderFaults(): string {
  const page = blocks(
    '# Faults',
    `What \`@samewire/mock\` can make go wrong, what that is on the wire, and what an application sees of
it that streams an answer with the official \`openai\` client of Node. How faults are asked for is in
[mock.md](mock.md#faults). This page is made from \`packages/mock/test/faults/outcomes.ts\`:
\`npm run docs --workspace packages/mock\` renews it, and \`npm test -- faults/official-client\` has the
client meet each of them through the HTTP server and through the \`fetch\` function.`,
    table(
      ['Fault', 'On the wire', 'The client'],
      Object.entries(faultOutcomes).map(([fault, { onTheWire, seen }]) => [
        `\`${fault}\``,
        onTheWire,
        shown(seen),
      ]),
    ),
    `The answer says "Hé" and "llo", finishes, and ends; where a fault happens at a place, it is after
"Hé". Nothing is retried. Asked for JSON is \`blank-lines-before-json\` alone. Refusals have OpenAI's
error body, Anthropic's for \`/messages\`.`,
    `With the client's own two retries, where only the first call meets the fault:`,
    table(
      ['Fault', 'The client'],
      Object.entries(faultOutcomes).flatMap(([fault, { retried }]) =>
        retried === undefined ? [] : [[`\`${fault}\``, retried]],
      ),
    ),
    `All others are as without retries: an answer that has begun is not asked for again.`,
  );
  return `${page}\n`;
}

function shown(seen: FaultOutcome['seen']): string {
  return seen.replace(/throws (.*)$/, 'throws `$1`');
}
