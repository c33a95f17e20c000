/** Whose wire a path belongs to. Anthropic's has headers and errors of its own. */
export type WireFamily = 'openai' | 'anthropic';

const anthropicPath = /^\/v1\/messages(?=[/?]|$)/;

/** Also of paths that lead nowhere: who mistypes one is still a client of that wire. */
export function wireFamilyOf(url: string): WireFamily {
  return anthropicPath.test(url) ? 'anthropic' : 'openai';
}
