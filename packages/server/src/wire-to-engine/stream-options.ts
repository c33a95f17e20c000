import type { ChatCompletionRequest } from '@samewire/shared-types';
import { WireError } from '../errors/wire-error.ts';

interface StreamFields {
  readonly stream?: boolean | null;
  readonly stream_options?: ChatCompletionRequest['stream_options'];
}

/** @throws WireError if stream options are given for an answer that is no stream. */
export function requireStreamForOptions(body: StreamFields): void {
  if (body.stream_options == null || body.stream === true) return;
  throw new WireError(
    "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
    { param: 'stream_options' },
  );
}

/** How the chunks of a streamed answer are to look. */
export interface ChunkOptions {
  readonly includeUsage: boolean;
  readonly obfuscate: boolean;
}

export function toChunkOptions({ stream_options: options }: StreamFields): ChunkOptions {
  return {
    includeUsage: options?.include_usage ?? false,
    obfuscate: options?.include_obfuscation ?? true,
  };
}
