import type { Content, FinishReason } from '@samewire/mock/scenario';
import { asObject, type JsonObject } from './exchange.ts';

interface Call {
  readonly name: string;
  readonly id?: string;
  readonly arguments: string[];
  readonly custom?: boolean;
}

type Part =
  | { readonly text: string[] }
  | { readonly reasoning: string[] }
  | { readonly refusal: string[] }
  | { readonly toolCall: Call };

const finishReasons: Readonly<Record<string, FinishReason>> = {
  length: 'length',
  content_filter: 'content-filter',
  stop: 'stop',
  eos: 'stop',
};

/** Collects what one choice says, token by token. */
export class ChoiceReader {
  numTokens = 0;
  readonly #parts: Part[] = [];
  readonly #calls: Call[] = [];
  #finish: FinishReason | undefined;
  #hasEnded = false;
  #numChunks = 0;

  get content(): Content {
    const finish = this.#hasEnded ? this.#finish : 'none';
    return { parts: this.#parts, ...(finish !== undefined && { finish }) };
  }

  readMessage(choice: JsonObject): void {
    this.#readSaid(asObject(choice['message']), () => false);
    this.#readFinish(choice['finish_reason']);
  }

  /** @param closes whether the chunk has counts, so that empty text in it is only form. */
  readDelta(choice: JsonObject, closes: boolean): void {
    const delta = asObject(choice['delta']);
    const isOpening = 'role' in delta && this.#numChunks++ === 0;
    const isForm = isOpening || closes || Boolean(choice['finish_reason']);
    this.#readSaid(delta, (text) => text === '' && isForm);
    this.#readFinish(choice['finish_reason']);
  }

  #readSaid(said: JsonObject, isForm: (text: string) => boolean): void {
    const calls = (said['tool_calls'] ?? []) as JsonObject[];
    const reasoning = said['reasoning_content'] ?? said['reasoning'];
    const { content } = said;
    if (
      typeof reasoning === 'string' &&
      !isForm(reasoning) &&
      !(reasoning === '' && content)
    ) {
      this.#add('reasoning', reasoning);
    }
    if (Array.isArray(content)) this.#readList(content as JsonObject[]);
    else if (typeof content === 'string' && !isForm(content)) {
      const isBeside =
        content === '' && (typeof reasoning === 'string' || calls.length > 0);
      if (!isBeside) this.#add('text', content);
    }
    if (typeof said['refusal'] === 'string' && said['refusal'] !== '') {
      this.#add('refusal', said['refusal']);
    }
    for (const call of calls) this.#readCall(call);
  }

  #readList(content: readonly JsonObject[]): void {
    for (const part of content) {
      if (part['type'] === 'text') this.#add('text', String(part['text']));
      else
        for (const { text } of part['thinking'] as JsonObject[]) {
          this.#add('reasoning', String(text));
        }
    }
  }

  #add(kind: 'text' | 'reasoning' | 'refusal', piece: string): void {
    this.numTokens++;
    const last = this.#parts.at(-1);
    if (last && kind in last) (last as Record<string, string[]>)[kind]?.push(piece);
    else this.#parts.push({ [kind]: [piece] } as unknown as Part);
  }

  #readCall(call: JsonObject): void {
    const custom = call['type'] === 'custom';
    const called = asObject(call[custom ? 'custom' : 'function']);
    const { name, arguments: given = called['input'] } = called;
    const piece = typeof given === 'string' ? given : '';
    if (piece !== '') this.numTokens++;
    const known = this.#calls.at(-1);
    const isSame = known && call['id'] === known.id && known.name === name;
    if (typeof name === 'string' && name !== '' && !isSame) {
      const id =
        typeof call['id'] === 'string' && call['id'] !== '' ? call['id'] : undefined;
      const toolCall = {
        name,
        arguments: piece === '' ? [] : [piece],
        ...(id && { id }),
        ...(custom && { custom }),
      };
      this.numTokens++;
      this.#calls.push(toolCall);
      this.#parts.push({ toolCall });
    } else if (piece !== '') known?.arguments.push(piece);
  }

  #readFinish(reason: unknown): void {
    if (typeof reason !== 'string') return;
    this.#hasEnded = true;
    if (this.#finish !== undefined) return;
    if (this.#calls.length === 0) this.#finish = finishReasons[reason];
    if (reason === 'length') this.#finish = 'length';
  }
}
