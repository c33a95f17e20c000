import type { EngineEvent } from '@samewire/engine';
import {
  encodeEvent,
  type Transcription,
  type TranscriptionUsage,
} from '@samewire/shared-types';

/** Makes a transcription, or the events of its stream, of what the engine says. */
export class TranscriptionWriter {
  #text = '';
  #inputTokens = 0;
  #audioTokens = 0;
  #outputTokens = 0;

  /** The text to send for an event of the engine; empty if there is none. */
  encode(event: EngineEvent): string {
    switch (event.type) {
      case 'accepted':
        this.#inputTokens = event.numPromptTokens;
        this.#audioTokens = event.numAudioTokens ?? 0;
        return '';
      case 'text-delta':
        this.#text += event.text;
        return encodeEvent(
          JSON.stringify({ type: 'transcript.text.delta', delta: event.text }),
        );
      case 'finish':
        this.#outputTokens = event.numGeneratedTokens;
        return '';
      // What the model thinks is nothing that was said.
      case 'reasoning-delta':
      case 'tool-call-delta':
        return '';
    }
  }

  encodeEnd(): string {
    return encodeEvent(
      JSON.stringify({ type: 'transcript.text.done', ...this.toTranscription() }),
    );
  }

  toTranscription(): Transcription {
    return { text: this.#text, usage: this.#toUsage() };
  }

  #toUsage(): TranscriptionUsage {
    return {
      type: 'tokens',
      input_tokens: this.#inputTokens,
      input_token_details: {
        text_tokens: this.#inputTokens - this.#audioTokens,
        audio_tokens: this.#audioTokens,
      },
      output_tokens: this.#outputTokens,
      total_tokens: this.#inputTokens + this.#outputTokens,
    };
  }
}
