/**
 * Pictures and recordings through the addon, with projectors of random weights; that greedy text is
 * llama-server's is shown here as well, because it takes the same files.
 */
import { describe, expect, test } from 'vitest';
import type {
  AcceptedEvent,
  ChatMediaPart,
  Engine,
  EngineRequest,
} from '@samewire/engine';
import { bmpFile, pngHead, wavFile } from '@samewire/engine/testing';
import {
  collectText,
  ears,
  eyes,
  placesEyes,
  randomModel,
  randomPlacesModel,
  wholeEyes,
} from '../support/models.ts';
import { llamaServer, post, withLlamaServer } from '../support/llama-server.ts';
import { withEngine } from '../support/with-engine.ts';

const numTokens = 24;

interface Pair {
  readonly name: string;
  readonly modelPath: string;
  readonly projectorPath: string;
  readonly media: (number: number) => ChatMediaPart;
}

const image = (number: number): ChatMediaPart => ({
  type: 'image',
  data: bmpFile(40, 24, number),
});
const audio = (number: number): ChatMediaPart => ({
  type: 'audio',
  data: wavFile(0.5, 200 + 100 * number),
});

const pairs: readonly Pair[] = [
  { name: 'pictures', modelPath: randomModel, projectorPath: eyes, media: image },
  {
    name: 'pictures that are seen whole',
    modelPath: randomModel,
    projectorPath: wholeEyes,
    media: image,
  },
  {
    name: 'pictures with places',
    modelPath: randomPlacesModel,
    projectorPath: placesEyes,
    media: image,
  },
  { name: 'recordings', modelPath: randomModel, projectorPath: ears, media: audio },
];

function question(...media: readonly ChatMediaPart[]): EngineRequest {
  return {
    prompt: {
      kind: 'chat',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: ' ba de' },
            ...media,
            { type: 'text', text: ' ki lo mu' },
          ],
        },
      ],
    },
    maxTokens: numTokens,
    sampling: { temperature: 0, ignoreEndOfGeneration: true },
  };
}

/** The same as llama-server takes it. */
function wireQuestion(media: readonly ChatMediaPart[]): object {
  const parts = media.map(({ type, data }) => {
    const base64 = Buffer.from(data).toString('base64');
    return type === 'image'
      ? { type: 'image_url', image_url: { url: `data:image/bmp;base64,${base64}` } }
      : { type: 'input_audio', input_audio: { data: base64, format: 'wav' } };
  });
  const content = [
    { type: 'text', text: ' ba de' },
    ...parts,
    { type: 'text', text: ' ki lo mu' },
  ];
  return {
    messages: [{ role: 'user', content }],
    max_tokens: numTokens,
    temperature: 0,
    ignore_eos: true,
    // Of a prompt that begins with media of the last one, it does not find its own chunk.
    cache_prompt: false,
  };
}

async function textOfLlamaServer(
  url: string,
  media: readonly ChatMediaPart[],
): Promise<string> {
  const answer = (await post(`${url}/v1/chat/completions`, wireQuestion(media))) as {
    choices: [{ message: { content: string } }];
  };
  return answer.choices[0].message.content;
}

/** Of a character that the length cuts off, one shows a replacement, and one does not. */
function withoutHalf(text: string): string {
  return text.replace(/\uFFFD+$/, '');
}

async function acceptanceOf(
  engine: Engine,
  request: EngineRequest,
): Promise<Omit<AcceptedEvent, 'type'>> {
  for await (const event of engine.generate(request))
    if (event.type === 'accepted') return event;
  throw new Error('It was not accepted.');
}

test.skipIf(!llamaServer).for(pairs)(
  'greedy text about $name is what llama-server gives',
  async ({ modelPath, projectorPath, media }) => {
    const prompts = [[media(1)], [media(2)], [media(1), media(3)], [media(1)]];
    await withLlamaServer(modelPath, ['--mmproj', projectorPath], (url) =>
      withEngine({ modelPath, projectorPath, numSlots: 1 }, async (engine) => {
        for (const prompt of prompts) {
          const ours = await collectText(engine.generate(question(...prompt)));
          const theirs = await textOfLlamaServer(url, prompt);
          expect(withoutHalf(ours)).toBe(withoutHalf(theirs));
        }
      }),
    );
  },
);

test('recordings are counted apart among the tokens of a prompt', async () => {
  await withEngine({ modelPath: randomModel, projectorPath: ears }, async (engine) => {
    const accepted = await acceptanceOf(engine, question(audio(1)));
    expect(accepted.numAudioTokens).toBe(47);
    expect(accepted.numPromptTokens).toBeGreaterThan(47);
  });
});

test('the tokens of a conversation are those that its answer is counted with', async () => {
  await withEngine({ modelPath: randomModel, projectorPath: eyes }, async (engine) => {
    const request = question(image(1), image(2));
    if (request.prompt.kind !== 'chat') throw new Error('no chat');
    const tokens = await engine.tokenizeChat(request.prompt);
    expect(tokens.filter((token) => token < 0)).toHaveLength(32);
    const { numPromptTokens } = await acceptanceOf(engine, request);
    expect(numPromptTokens).toBe(tokens.length);
    // As a text there are marks in their place.
    expect(await engine.renderChat(request.prompt)).toContain('<__media__>');
  });
});

describe('what cannot be read', () => {
  const damaged: readonly (readonly [string, ChatMediaPart, RegExp])[] = [
    [
      'too many pixels',
      { type: 'image', data: pngHead(30_000, 30_000) },
      /^The image cannot be read: it has 30000 × 30000 pixels/,
    ],
    [
      'a text',
      { type: 'image', data: Buffer.from('I am a picture.') },
      /^The image cannot be read: a PNG, JPEG, GIF or BMP file was expected/,
    ],
    [
      'a piece of a picture',
      { type: 'image', data: bmpFile(40, 24, 1).subarray(0, 300) },
      /^The image cannot be read: its BMP data are cut off/,
    ],
    ['nothing', { type: 'image', data: Buffer.alloc(0) }, /^The image cannot be read: /],
  ];

  test('is refused with the name of its field, and nobody else notices', async () => {
    const options = { modelPath: randomModel, projectorPath: eyes };
    await withEngine(options, async (engine) => {
      const other = collectText(engine.generate(question(image(1))));
      const errors = damaged.map(([, part]) =>
        collectText(engine.generate(question({ ...part, name: 'field.of.it' }))).catch(
          (error) => error,
        ),
      );
      expect(await Promise.all(errors)).toEqual(
        damaged.map(([, , message]) =>
          expect.objectContaining({
            code: 'invalid-params',
            details: { field: 'field.of.it' },
            message: expect.stringMatching(message),
          }),
        ),
      );
      expect(await other).not.toBe('');
    });
  });

  test('is refused where it is more than the limits allow', async () => {
    const mediaLimits = { maxFiles: 1, maxFileBytes: 3000, maxImagePixels: 900 };
    const options = { modelPath: randomModel, projectorPath: eyes, mediaLimits };
    await withEngine(options, async (engine) => {
      const refusal = async (request: EngineRequest) =>
        String(await collectText(engine.generate(request)).catch((error) => error));
      const small = { type: 'image', data: bmpFile(20, 20, 1) } as const;
      const large = { type: 'image', data: bmpFile(80, 24, 1) } as const;
      expect(await refusal(question(small, small))).toContain('no more than 1 are taken');
      expect(await refusal(question(image(1)))).toContain('no more than 900');
      expect(await refusal(question(large))).toContain('no more than 3000 are taken');
      await expect(collectText(engine.generate(question(small)))).resolves.not.toBe('');
    });
  });

  test('is media of a kind that the model does not take', async () => {
    const options = { modelPath: randomModel, projectorPath: eyes };
    await withEngine(options, async (engine) => {
      const error = await collectText(engine.generate(question(audio(1)))).catch(
        (e) => e,
      );
      expect(error).toMatchObject({ code: 'unsupported' });
    });
  });
});

test('a projector of another model is refused when it is loaded', async () => {
  const options = { modelPath: randomPlacesModel, projectorPath: randomModel };
  await expect(withEngine(options, async () => {})).rejects.toMatchObject({
    code: 'model-load-failed',
  });
});
