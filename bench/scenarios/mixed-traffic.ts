import { setTimeout as delay } from 'node:timers/promises';
import { onServers } from '../contenders/on-servers.ts';
import type { Server } from '../contenders/server.ts';
import { answerOf, randomPrompt } from '../load/prompts.ts';
import { randomNumbers } from '../load/random.ts';
import { gapsOf, streamCompletion, type StreamResult } from '../load/stream-client.ts';
import { quantile } from '../quantile.ts';
import type { Scenario, Size } from '../scenario.ts';

const arrivalSeed = 5;
const documentSeed = 1;
const promptSeed = 100;

/**
 * What counts as served well. 5 s and 300 ms are what one asks of a machine of its own; two cores
 * read a third as fast, and are given twice the time.
 */
const objective = { firstTokenMs: 10_000, gapMs: 600, gapFraction: 0.95 };

interface Kind {
  readonly name: string;
  /** How often it comes, among the others. */
  readonly weight: number;
  readonly maxTokens: number;
  prompt(seed: number): number[];
}

/** Requests of three kinds at random times, as an application sends them. */
export function scenarios(size: Size): readonly Scenario[] {
  const numDocumentTokens = size === 'quick' ? 512 : 2048;
  const numLongTokens = size === 'quick' ? 300 : 800;
  const seconds = size === 'quick' ? 15 : 90;
  const secondsBetween = 3.5;
  const document = randomPrompt(documentSeed, numDocumentTokens);
  const kinds: readonly Kind[] = [
    { name: 'chat', weight: 6, maxTokens: 48, prompt: (seed) => randomPrompt(seed, 60) },
    {
      name: 'question about a document',
      weight: 3,
      maxTokens: 32,
      prompt: (seed) => [...document, ...randomPrompt(seed, 32)],
    },
    {
      name: 'long prompt',
      weight: 1,
      maxTokens: 16,
      prompt: (seed) => randomPrompt(seed, numLongTokens),
    },
  ];
  const arrivals = poisson(kinds, seconds, secondsBetween);
  const gapPercent = objective.gapFraction * 100;
  return [
    {
      name: 'mixed-traffic',
      title:
        `${arrivals.length} requests in ${seconds} s at random: chat, questions about one document of ` +
        `${numDocumentTokens} tokens, prompts of ${numLongTokens}`,
      question: 'Requests of all kinds come as they like: how many are served well?',
      bound:
        `Served well means: the first token within ${objective.firstTokenMs / 1000} s and ${gapPercent} % of ` +
        `the gaps within ${objective.gapMs} ms. The load is more than the machine can carry if it ` +
        'reads the document for every question, and less if it does not.',
      model: 'sized',
      seeds: [arrivalSeed, documentSeed, promptSeed],
      metrics: [
        { name: 'served well', unit: '1/min', better: 'higher' },
        { name: 'share served well', unit: '%', better: 'higher' },
        { name: 'first token, p95', unit: 's', better: 'lower' },
      ],
      contenders: onServers(
        { numSlots: 8, contextSize: 8 * (numDocumentTokens + 128) },
        async (server) => {
          const results = await sendAll(server, arrivals, seconds);
          const numGood = results.filter(
            (result) => result && isServedWell(result),
          ).length;
          return {
            'served well': (60 * numGood) / seconds,
            'share served well': (100 * numGood) / results.length,
            // Who had no token when the time was over counts as having waited until then.
            'first token, p95': quantile(
              results.map((result) =>
                result ? result.firstTokenMs / 1000 : 2 * seconds,
              ),
              0.95,
            ),
          };
        },
      ),
    },
  ];
}

interface Arrival {
  readonly atMs: number;
  readonly kind: Kind;
  readonly seed: number;
}

/** Arrivals that know nothing of one another: the times between them are exponential. */
function poisson(
  kinds: readonly Kind[],
  seconds: number,
  secondsBetween: number,
): readonly Arrival[] {
  const random = randomNumbers(arrivalSeed);
  const arrivals: Arrival[] = [];
  for (let atMs = 0; atMs < seconds * 1000;) {
    const kind = pick(kinds, random());
    arrivals.push({ atMs, kind, seed: promptSeed + arrivals.length });
    atMs += -Math.log(1 - random()) * secondsBetween * 1000;
  }
  return arrivals;
}

function pick(kinds: readonly Kind[], draw: number): Kind {
  const total = kinds.reduce((sum, { weight }) => sum + weight, 0);
  let rest = draw * total;
  for (const kind of kinds) {
    rest -= kind.weight;
    if (rest < 0) return kind;
  }
  throw new Error('There are no kinds to choose from.');
}

/** Each result, or undefined if there was none after twice the time of the arrivals. */
async function sendAll(
  server: Server,
  arrivals: readonly Arrival[],
  seconds: number,
): Promise<readonly (StreamResult | undefined)[]> {
  const deadline = AbortSignal.timeout(2 * seconds * 1000);
  return Promise.all(
    arrivals.map(async ({ atMs, kind, seed }) => {
      await delay(atMs);
      const body = answerOf(kind.prompt(seed), kind.maxTokens);
      return streamCompletion(server, body, { signal: deadline }).catch(() => undefined);
    }),
  );
}

function isServedWell(result: StreamResult): boolean {
  const gaps = gapsOf(result);
  return (
    result.firstTokenMs <= objective.firstTokenMs &&
    (gaps.length === 0 || quantile(gaps, objective.gapFraction) <= objective.gapMs)
  );
}
