import type { JsonValue } from '../exchange/json.ts';

/**
 * Conditions on a request, written by hand; all that are there must hold. A text between
 * slashes is a regular expression: `/^gpt-4/i`.
 */
export interface RequestRule {
  readonly method?: string;
  /** The whole path, or its end after a slash: `/chat/completions`. */
  readonly path?: string;
  readonly host?: string;
  readonly model?: string;
  readonly stream?: boolean;
  /** Fields that must be there with these values; objects may have more, lists may not. */
  readonly body?: JsonValue;
  /** Text of the system (or developer) message. */
  readonly system?: string;
  /** Text of the last message. */
  readonly lastMessage?: string;
  readonly lastRole?: string;
  /** Names of the tools, in any order. */
  readonly tools?: readonly string[];
  /** How many messages of the user there are. */
  readonly turn?: number;
  readonly headers?: Readonly<Record<string, string>>;
}
