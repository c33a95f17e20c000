import { seededRandom } from '../scenario/random.ts';
import type { ScenarioError } from '../scenario/scenario.ts';
import type { Session } from './session.ts';
import { fill } from './template.ts';

/** The length of `text-embedding-3-small`. */
const defaultDimensions = 1536;

/** More than any model has; a client cannot make the mock write gigabytes. */
const mostDimensions = 16_384;

/** What is wrong with a request for embeddings, if it is one. */
export function inputFault({ route, body }: Session): ScenarioError | undefined {
  const { dimensions } = body;
  if (route !== 'embeddings' || dimensions === undefined) return undefined;
  const isLength = Number.isInteger(dimensions);
  const length = Number(dimensions);
  if (isLength && length >= 1 && length <= mostDimensions) return undefined;
  const message = `Invalid value for 'dimensions': expected a whole number from 1 to ${mostDimensions}, got ${JSON.stringify(dimensions)}.`;
  return { kind: 'invalid-request', param: 'dimensions', message };
}

/**
 * Embeddings for every input of a request: vectors of length one, the same for the same text.
 * `dimensions` and `encoding_format` are kept to.
 */
export function embeddingsAnswer(session: Session): unknown {
  const { input, dimensions, encoding_format: format } = session.body;
  const inputs = isListOfInputs(input) ? input : [input];
  const length = typeof dimensions === 'number' ? dimensions : defaultDimensions;
  const filling = session.filling([], {}, (list) =>
    list === 'inputs'
      ? inputs.map((text, index) => {
          const vector = embed(JSON.stringify(text) ?? '', length);
          const embedding = format === 'base64' ? base64Of(vector) : [...vector];
          return session.filling([], {
            'input.index': index,
            'input.embedding': embedding,
          });
        })
      : [],
  );
  return fill(session.profile.templates.embeddings, filling);
}

/** Texts, or lists of tokens; a list of numbers alone is one input. */
function isListOfInputs(input: unknown): input is readonly unknown[] {
  return Array.isArray(input) && typeof input[0] !== 'number';
}

function embed(text: string, length: number): Float32Array {
  const random = seededRandom(text);
  const vector = Float32Array.from({ length }, () => random.next() - 0.5);
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

/** The vector's bytes, little-endian, as the API encodes them. */
function base64Of(vector: Float32Array): string {
  const view = new DataView(new ArrayBuffer(vector.length * 4));
  for (const [at, value] of vector.entries()) view.setFloat32(at * 4, value, true);
  const bytes = new Uint8Array(view.buffer);
  return btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''));
}
