import { onServers } from '../contenders/on-servers.ts';
import type { Server } from '../contenders/server.ts';
import { answerOf, randomPrompt } from '../load/prompts.ts';
import { streamCompletion } from '../load/stream-client.ts';
import type { Scenario, Size } from '../scenario.ts';

const streamSeed = 1;
const longSeed = 2;
const nextSeed = 3;
/** Into the long prompt, which takes many times as long on a small machine. */
const cancelAfterMs = 1000;

/** A client goes away while its long prompt is read: when is the machine the others' again? */
export function scenarios(size: Size): readonly Scenario[] {
  const numPromptTokens = size === 'quick' ? 1000 : 4000;
  return [
    {
      name: 'cancel-prefill',
      title: `A client leaves ${cancelAfterMs} ms into its prompt of ${numPromptTokens} tokens, beside a stream; another waits for its slot`,
      question:
        'A client leaves while its long prompt is read: how soon do others go on?',
      bound:
        'A step that has begun is computed to its end, so what decides is how much of a prompt ' +
        'goes into one step.',
      model: 'sized',
      seeds: [streamSeed, longSeed, nextSeed],
      metrics: [
        { name: 'stream goes on after', unit: 'ms', better: 'lower' },
        { name: 'first token of who waited for the slot', unit: 'ms', better: 'lower' },
      ],
      contenders: onServers(
        { numSlots: 2, contextSize: 2 * (numPromptTokens + 128) },
        cancelOne(numPromptTokens),
      ),
    },
  ];
}

function cancelOne(numPromptTokens: number) {
  return async (server: Server) => {
    const onLeaving = new AbortController();
    const onEnd = new AbortController();
    const texts: number[] = [];
    const started = Promise.withResolvers<void>();
    // It runs until what is to be measured has been.
    const stream = streamCompletion(
      server,
      answerOf(randomPrompt(streamSeed, 20), numPromptTokens),
      {
        signal: onEnd.signal,
        onText: () => {
          texts.push(performance.now());
          if (texts.length === 4) started.resolve();
        },
      },
    );
    await Promise.race([started.promise, stream]);
    const leaver = streamCompletion(
      server,
      answerOf(randomPrompt(longSeed, numPromptTokens), 1),
      { signal: onLeaving.signal },
    );
    setTimeout(() => onLeaving.abort(new Error('gone')), cancelAfterMs);
    const wasTooFast = await leaver.then(
      () => true,
      () => false,
    );
    if (wasTooFast) throw new Error('The prompt was read before its client left.');
    const leftAt = performance.now();
    const next = await streamCompletion(server, answerOf(randomPrompt(nextSeed, 20), 4));
    onEnd.abort(new Error('measured'));
    await stream.catch(() => undefined);
    const goesOnAt = texts.find((time) => time > leftAt) ?? Number.NaN;
    return {
      'stream goes on after': goesOnAt - leftAt,
      'first token of who waited for the slot': next.firstTokenMs,
    };
  };
}
