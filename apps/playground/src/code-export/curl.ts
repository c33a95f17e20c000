import type { SentRequest } from '../wire/run.ts';
import { needsKey } from './exported-request.ts';

/** The request as a shell command that sends the same bytes and shows events as they come. */
export function asCurl(request: SentRequest): string {
  const headers = request.headers.map(([name, value]) =>
    // In double quotes, for the shell to put the reader's own key in.
    name === 'authorization'
      ? `-H "authorization: Bearer $SAMEWIRE_API_KEY"`
      : `-H ${shellQuote(`${name}: ${value}`)}`,
  );
  const command = [
    `curl -N ${shellQuote(request.url)}`,
    ...headers,
    `--data-raw ${shellQuote(request.body)}`,
  ].join(' \\\n  ');
  return needsKey(request) ? `export SAMEWIRE_API_KEY=…\n${command}` : command;
}

/** Single quotes keep everything but a single quote as it is. */
function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
