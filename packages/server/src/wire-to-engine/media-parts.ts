import type { ChatContentPart, ChatMediaPart, ModelInfo } from '@samewire/engine';
import { WireError } from '../errors/wire-error.ts';

/** What the served model reads beside text; undefined while it is loading, when all is let by. */
export type MediaAbilities = Pick<ModelInfo, 'readsImages' | 'readsAudio'> | undefined;

/** The bytes of uploaded files by their ids. */
export type UploadedImages = ReadonlyMap<string, Uint8Array>;

/** Where in a request something stands, as its endpoint writes that. */
export interface MediaPlace {
  /** The path of the field, for example `messages[0].content[1].image_url.url`. */
  readonly param: string;
  /** An endpoint's own beginning of a sentence about the field; default: OpenAI's. */
  readonly subject?: string;
}

/**
 * The picture in a data URL.
 *
 * @throws WireError for other URLs, which nobody here follows, and for what is no base64
 */
export function toImagePart(url: string, place: MediaPlace): ChatMediaPart {
  const comma = url.indexOf(',');
  const head = url.slice(0, comma === -1 ? url.length : comma).toLowerCase();
  if (!head.startsWith('data:'))
    throw fault(
      place,
      isWebAddress(url)
        ? "This server does not fetch images. Please send the image itself, as a data URL: 'data:image/png;base64,…'."
        : "Expected a data URL of an image, such as 'data:image/png;base64,…'.",
    );
  const [type = '', ...parameters] = head.slice('data:'.length).split(';');
  if (comma === -1 || !parameters.includes('base64'))
    throw fault(place, 'Expected a data URL in base64.');
  if (type !== '' && !type.startsWith('image/'))
    throw fault(place, `Expected an image, but got a data URL of the type '${type}'.`);
  return toMediaPart('image', url.slice(comma + 1), place);
}

/** A file in base64. @throws WireError for what is none */
export function toMediaPart(
  type: ChatMediaPart['type'],
  base64: string,
  place: MediaPlace,
): ChatMediaPart {
  // What Buffer cannot read it leaves out.
  if (base64 === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64))
    throw fault(
      place,
      base64 === '' ? 'Expected base64, but got nothing.' : 'Expected valid base64.',
    );
  return { type, data: Buffer.from(base64, 'base64'), name: place.param };
}

/** Text and media of a message in their order; one text if there is nothing else. */
export function joinParts(parts: readonly ChatContentPart[]): string | ChatContentPart[] {
  const joined: ChatContentPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.type === 'text' && last?.type === 'text')
      joined[joined.length - 1] = { type: 'text', text: last.text + part.text };
    else if (part.type !== 'text' || part.text !== '') joined.push(part);
  }
  const [only, ...more] = joined;
  if (only === undefined) return '';
  return more.length === 0 && only.type === 'text' ? only.text : joined;
}

/** Characters of text in a message. */
export function textLength(content: string | readonly ChatContentPart[]): number {
  if (typeof content === 'string') return content.length;
  return content.reduce(
    (sum, part) => sum + (part.type === 'text' ? part.text.length : 0),
    0,
  );
}

function isWebAddress(url: string): boolean {
  return /^https?:/i.test(url);
}

function fault({ param, subject }: MediaPlace, sentence: string): WireError {
  return new WireError(`${subject ?? `Invalid '${param}'.`} ${sentence}`, {
    param,
    code: 'invalid_value',
  });
}
