import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export type JsonSchema = { readonly [keyword: string]: unknown };

/** What is needed of OpenAI's published document to judge answers. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

interface Operation {
  readonly responses: Readonly<
    Record<
      string,
      { readonly content?: Readonly<Record<string, { schema?: JsonSchema }>> }
    >
  >;
}

/**
 * Reads the document. Megabytes of YAML take seconds, so that what was read is kept beside as
 * JSON for those who read it next.
 *
 * @returns undefined if there is no such file
 */
export function openDocument(
  file: string,
  cacheFolder: string,
): OpenApiDocument | undefined {
  if (!existsSync(file)) return undefined;
  const { size, mtimeMs } = statSync(file);
  const kept = join(cacheFolder, `openai-document-${size}-${Math.trunc(mtimeMs)}.json`);
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8'));
  const { paths, components } = parse(readFileSync(file, 'utf8'));
  const document = { paths, components: { schemas: components.schemas } };
  mkdirSync(cacheFolder, { recursive: true });
  // Several processes may do this at once; each puts a whole file in place.
  const own = `${kept}.${process.pid}`;
  writeFileSync(own, JSON.stringify(document));
  renameSync(own, kept);
  return document;
}
