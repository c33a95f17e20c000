import type { PartLogprob } from '@samewire/shared-types';

/**
 * What a response says, as the engine gave it in one piece. The same pieces give the same items
 * and events, so a stream can be told again from them.
 */
export interface ResponsePiece {
  /** Left out: it is part of a message. */
  readonly kind?: 'reasoning' | 'call';
  /** Text, or a part of a call's input. */
  readonly text: string;
  readonly logprobs?: readonly PartLogprob[];
  /** With this piece an item of that id begins. The first message has an id from elsewhere. */
  readonly itemId?: string;
  /** Of a piece with which a call begins. */
  readonly call?: {
    readonly id: string;
    readonly name: string;
    readonly isCustom: boolean;
  };
}
