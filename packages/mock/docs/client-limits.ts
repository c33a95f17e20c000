import { clientLimits, numAnswers } from '../test/clients/limits.ts';
import { blocks, table } from './markdown.ts';

/** docs/client-limits.md: which recorded answers official clients do not read, and why. */
export function renderClientLimits(): string {
  const page = blocks(
    '# What clients cannot read',
    `The mock gives clients what providers gave, so a client that fails on a provider fails on the
mock. The tests read every recorded answer in the shape of OpenAI's API with these clients and
compare the text and the tool calls with the recording; those of llama-server and of samewire are
what \`packages/mock/test/local-servers/record.ts\` has recorded. What a client does not read is listed
here, and nothing else: a test fails for an answer that is read and listed, or neither. The page is
made from \`packages/mock/test/clients/limits.ts\`: \`npm run docs --workspace packages/mock\` renews
it, \`npm test -- clients/recorded-answers\` checks it.`,
    table(['Client', 'Answers', 'Read'], Object.entries(numAnswers).map(countsOf)),
    `An answer that is an error is read if the client throws its status, or its message where the
status is 200. The stream helper is \`client.chat.completions.stream()\`, and for responses
\`client.responses.stream()\`; it is given streams only. Versions are those of
\`packages/mock/package.json\`; Python's is that which the tests find.`,
    ...clientLimits.map(({ answers, why, clients }) =>
      blocks(
        `## ${why.replace(/\.$/, '')}`,
        answers.map((answer) => `- \`${answer}\``).join('\n'),
        table(['Client', 'What it does'], Object.entries(clients).map(outcomeOf)),
      ),
    ),
  );
  return `${page}\n`;
}

function countsOf([client, count]: [string, number]): string[] {
  const unread = clientLimits
    .filter(({ clients }) => client in clients)
    .reduce((sum, { answers }) => sum + answers.length, 0);
  return [client, String(count), String(count - unread)];
}

function outcomeOf([client, outcome]: [string, string]): string[] {
  const [, kind = outcome, words] = /^(throws|reads the text) (.*)$/s.exec(outcome) ?? [];
  return [client, words === undefined ? kind : `${kind} \`${words}\``];
}
