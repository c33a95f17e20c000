import { readFileSync } from 'node:fs';

/** Which llama.cpp this engine is written against, and where it comes from. */
export interface PinnedSource {
  readonly version: string;
  readonly commit: string;
  /** npm package that carries the source. */
  readonly package: string;
  /** Subresource-integrity hash of that package's tarball. */
  readonly integrity: string;
  /** Path of the git bundle in the tarball. */
  readonly bundle: string;
}

export const pinnedSource = JSON.parse(
  readFileSync(new URL('source.json', import.meta.url), 'utf8'),
) as PinnedSource;
