import { basename } from 'node:path';
import type { ModelInfo } from '@samewire/engine';
import { version } from '../version.ts';
import type { ModelFile } from './model-file.ts';
import type { Terminal } from './terminal.ts';

/** What the banner tells about the server. */
export interface BannerFacts {
  readonly modelId: string;
  readonly modelFile: ModelFile;
  /** The second model, for vectors, where there is one. */
  readonly embeddingModelId?: string;
  readonly embeddingModelFile?: ModelFile;
  /** The one that drafts for the first, where there is one. */
  readonly draftModelFile?: ModelFile;
  readonly isBuiltin: boolean;
  readonly serveCommand: string;
  /** `http://127.0.0.1:8484` */
  readonly baseUrl: string;
  /** The address it listens on is none that can be typed, such as 0.0.0.0. */
  readonly isEverywhere: boolean;
  readonly needsKey: boolean;
  readonly hasPlayground: boolean;
}

/** What can be said as soon as the server listens. */
export function printBanner(terminal: Terminal, facts: BannerFacts): void {
  const label = (text: string) => terminal.style('dim', text.padEnd(12));
  const key = facts.needsKey ? 'needs a key' : 'no key needed';
  const { path, sizeBytes } = facts.modelFile;
  terminal.line();
  terminal.line(
    `  ${terminal.style('bold', 'samewire')} ${version} · Node ${process.versions.node}`,
  );
  terminal.line();
  terminal.line(
    `  ${label('Model')}${facts.modelId}  ${formatBytes(sizeBytes)}` +
      (facts.isBuiltin ? '' : `  ${terminal.style('dim', path)}`),
  );
  if (facts.isBuiltin) {
    terminal.line(
      `  ${label('')}A tiny model to try the pipes: it chats, calls tools and writes JSON,`,
    );
    terminal.line(
      `  ${label('')}and it is often wrong. For real answers serve your own:`,
    );
    terminal.line(`  ${label('')}${facts.serveCommand} path/to/model.gguf`);
  }
  const { embeddingModelId, embeddingModelFile, draftModelFile } = facts;
  if (draftModelFile !== undefined)
    terminal.line(
      `  ${label('Drafts')}${basename(draftModelFile.path, '.gguf')}  ` +
        `${formatBytes(draftModelFile.sizeBytes)}  ${terminal.style('dim', draftModelFile.path)}`,
    );
  if (embeddingModelId !== undefined && embeddingModelFile !== undefined)
    terminal.line(
      `  ${label('Embeddings')}${embeddingModelId}  ${formatBytes(embeddingModelFile.sizeBytes)}` +
        (facts.isBuiltin ? '' : `  ${terminal.style('dim', embeddingModelFile.path)}`),
    );
  terminal.line(`  ${label('API')}${facts.baseUrl}/v1  (${key})`);
  if (facts.hasPlayground) terminal.line(`  ${label('Playground')}${facts.baseUrl}/`);
  if (facts.isEverywhere)
    terminal.line(`  ${label('')}Reachable on every address of this machine.`);
}

/** What can be said once the model is loaded. */
export function printReady(
  terminal: Terminal,
  facts: BannerFacts,
  model: ModelInfo,
  loadSeconds: number,
): void {
  const label = (text: string) => terminal.style('dim', text.padEnd(12));
  terminal.line(
    `  ${label('Ready')}${terminal.style('green', `in ${loadSeconds.toFixed(1)} s`)} · ` +
      `context ${model.contextLength} · ${counted(model.numSlots, 'slot')} · ` +
      counted(model.numBatchThreads, 'thread'),
  );
  terminal.line(`  ${label('Engine')}${shortened(model.runtime)}`);
  if (model.draftsItself) terminal.line(`  ${label('Drafts')}with a layer of the model`);
  terminal.line();
  for (const [index, line] of tryCommand(facts, model).entries())
    terminal.line(`  ${label(index === 0 ? 'Try' : '')}${line}`);
  terminal.line();
  terminal.line('  Ctrl-C stops.');
}

/** A command that works when pasted; the last lines are arguments of the first. */
function tryCommand(facts: BannerFacts, model: ModelInfo): string[] {
  const isChat = model.chatTemplate !== undefined;
  const path = isChat ? 'chat/completions' : 'completions';
  const body = JSON.stringify(
    isChat
      ? { model: facts.modelId, messages: [{ role: 'user', content: 'Hello!' }] }
      : { model: facts.modelId, prompt: 'Once upon a time', max_tokens: 40 },
  );
  return [
    `curl ${facts.baseUrl}/v1/${path} \\`,
    "  -H 'content-type: application/json' \\",
    ...(facts.needsKey ? ['  -H "authorization: Bearer $SAMEWIRE_API_KEY" \\'] : []),
    `  -d ${shellQuoted(body)}`,
  ];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** At most as much as fits a usual terminal beside its label. */
function shortened(text: string): string {
  return text.length <= 64 ? text : `${text.slice(0, 63).trimEnd()}…`;
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 4);
  const value = bytes / 1000 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power] ?? 'B'}`;
}
