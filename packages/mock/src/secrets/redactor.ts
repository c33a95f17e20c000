import { concatBytes, decodeText, encodeText } from '../exchange/bytes.ts';
import type { Chunk, Exchange } from '../exchange/exchange.ts';
import { findDoubt } from './find-doubt.ts';
import { isKeptInAnswer, isKeptInRequest } from './header-allow-list.ts';
import { secretParameters, secretPatterns } from './secret-patterns.ts';

/** Something that looks like a secret, of a kind that cannot be taken out safely. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
}

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Takes secrets out of exchanges before they are written. Only headers of a list are kept;
 * keys and addresses in bodies are blotted out; ids of organisations, projects and users
 * become counted ones, the same for the same id.
 */
export class Redactor {
  readonly #ids = new Map<string, string>();
  #numRedactions = 0;

  /** How much was taken out so far. */
  get numRedactions(): number {
    return this.#numRedactions;
  }

  /**
   * The exchange without secrets.
   *
   * @throws SecretError where a field may hold one that no pattern knows
   */
  redact({ request, response, ...exchange }: Exchange): Exchange {
    const chunks = this.#redactChunks(response.chunks);
    const doubt = [request?.body, concatBytes(chunks.map(({ bytes }) => bytes))]
      .map((bytes) => (bytes === undefined ? undefined : findDoubt(bytes)))
      .find((found) => found !== undefined);
    if (doubt !== undefined)
      throw new SecretError(
        `the field '${doubt}' looks like a secret, so the exchange is not written. Take it ` +
          `out of the request, or replay the exchange by a rule (match)`,
      );
    return {
      ...exchange,
      ...(request === undefined
        ? {}
        : {
            request: {
              ...request,
              url: this.#redactUrl(request.url),
              headers: this.#keep(request.headers, isKeptInRequest),
              body: this.#redactBytes(request.body),
            },
          }),
      response: {
        ...response,
        headers: this.#keep(response.headers, isKeptInAnswer),
        chunks,
      },
    };
  }

  #keep(
    headers: Exchange['response']['headers'],
    isKept: (name: string) => boolean,
  ): Exchange['response']['headers'] {
    return headers
      .filter(([name]) => isKept(name))
      .map(([name, value]) => [name, this.#redactText(value)] as const);
  }

  #redactUrl(url: string): string {
    const named = this.#redactText(url.replace(/^(https?:\/\/)[^/@]*@/i, '$1'));
    return named.replaceAll(
      /([?&])([^=&#]+)=([^&#]*)/g,
      (whole, mark: string, name: string) => {
        if (!secretParameters.has(name.toLowerCase())) return whole;
        this.#numRedactions += 1;
        return `${mark}${name}=redacted`;
      },
    );
  }

  #redactBytes(bytes: Uint8Array): Uint8Array {
    const text = decodeText(bytes);
    return text === undefined ? bytes : encodeText(this.#redactText(text));
  }

  #redactText(text: string): string {
    let redacted = '';
    let at = 0;
    for (const { start, end, text: fake } of this.#findAll(text)) {
      redacted += text.slice(at, start) + fake;
      at = end;
    }
    return redacted + text.slice(at);
  }

  /** A secret may be spread over chunks; what stands for it comes in the first of them. */
  #redactChunks(chunks: readonly Chunk[]): readonly Chunk[] {
    // Latin-1 has a character for each byte, so places in the text are places in the bytes.
    const text = latin1(concatBytes(chunks.map(({ bytes }) => bytes)));
    const found = this.#findAll(text);
    if (found.length === 0) return chunks;
    let start = 0;
    return chunks.map((chunk) => {
      const end = start + chunk.bytes.length;
      const written = rewriteRange(text, start, end, found);
      start = end;
      return Object.assign({}, chunk, { bytes: fromLatin1(written) });
    });
  }

  #findAll(text: string): readonly Replacement[] {
    const found = secretPatterns.flatMap(({ pattern, id }) =>
      Array.from(text.matchAll(pattern), (match) => ({
        start: match.index,
        end: match.index + match[0].length,
        text: id === undefined ? '<redacted>' : this.#fakeId(match[0], id),
      })),
    );
    this.#numRedactions += found.length;
    const ordered = found.toSorted((left, right) => left.start - right.start);
    return ordered.filter(({ start }, index) =>
      ordered.slice(0, index).every((other) => other.end <= start),
    );
  }

  #fakeId(real: string, prefix: string): string {
    const known = this.#ids.get(real) ?? `${prefix}redacted-${this.#ids.size + 1}`;
    this.#ids.set(real, known);
    return known;
  }
}

function rewriteRange(
  text: string,
  from: number,
  to: number,
  replacements: readonly Replacement[],
): string {
  let written = '';
  let at = from;
  for (const { start, end, text: fake } of replacements) {
    if (end <= from || start >= to) continue;
    written += text.slice(at, Math.max(start, at));
    if (start >= from) written += fake;
    at = Math.min(end, to);
  }
  return written + text.slice(at, to);
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCodePoint(byte)).join('');
}

function fromLatin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
