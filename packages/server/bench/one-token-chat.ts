// What serving costs beside HTTP itself: a chat of one token over an engine that costs next
// to nothing, and a bare Fastify route that reads and writes bodies of the same size. Each
// server has a process of its own, and so has the client. The two take turns, in rounds of a
// fraction of a second, so that both see the same machine; and they are started anew a few
// times, because the same code is not equally fast in every process.
//
//   npm run bench:overhead --workspace packages/server -- [requests] [rounds] [starts]

import { askAll } from './keep-alive-client.ts';
import { ServerProcess } from './server-process.ts';

const numConnections = 16;

const body = JSON.stringify({
  model: 'bench',
  max_tokens: 1,
  messages: [
    { role: 'system', content: 'You are a helpful assistant.' },
    { role: 'user', content: 'Say hello in one short sentence, please.' },
  ],
});

/** Microseconds for one request. */
interface Cost {
  /** As the client waits for it. */
  readonly elapsed: number;
  /** Of the server's processor, in whatever thread. */
  readonly worked: number;
}

interface Round {
  readonly whole: Cost;
  readonly bare: Cost;
}

async function measure(server: ServerProcess, numRequests: number): Promise<Cost> {
  const { port } = server;
  const workBefore = await server.workedMicroseconds();
  const startedAt = performance.now();
  await askAll({ port, numConnections, numRequests, body });
  const elapsed = (performance.now() - startedAt) * 1000;
  const worked = (await server.workedMicroseconds()) - workBefore;
  return { elapsed: elapsed / numRequests, worked: worked / numRequests };
}

async function compare(numRequests: number, numRounds: number): Promise<Round[]> {
  await using whole = await ServerProcess.start('samewire');
  await using bare = await ServerProcess.start('bare', await ask(whole));
  const rounds: Round[] = [];
  for (let round = 0; round < numRounds; round++)
    rounds.push({
      bare: await measure(bare, numRequests),
      whole: await measure(whole, numRequests),
    });
  // Until then the code was being compiled.
  return rounds.slice(numRounds / 3);
}

async function ask({ port }: ServerProcess): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return answer.text();
}

function report(rounds: readonly Round[], name: string, kind: keyof Cost): void {
  const ratios = rounds.map(({ whole, bare }) => (100 * bare[kind]) / whole[kind]);
  const rate = (part: keyof Round) =>
    Math.round(
      1e6 /
        quantile(
          rounds.map((round) => round[part][kind]),
          0.5,
        ),
    );
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) =>
    Math.round(quantile(ratios, share)),
  );
  console.log(
    `${name}: samewire ${rate('whole')}, bare Fastify ${rate('bare')}: ` +
      `${middle} % (half of the rounds: ${low} to ${high} %)`,
  );
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}

const [numRequests = '2000', numRounds = '45', numStarts = '4'] = process.argv.slice(2);
const all: Round[] = [];
for (let start = 1; start <= Number(numStarts); start++) {
  const rounds = await compare(Number(numRequests), Number(numRounds));
  report(rounds, `start ${start}, requests/s`, 'elapsed');
  all.push(...rounds);
}
report(all, 'all, requests/s', 'elapsed');
report(all, 'all, requests per second of the processor', 'worked');
