import { basename } from 'node:path';
import { type Engine, EngineError } from '@samewire/engine';
import { quoted, WireError } from '../errors/wire-error.ts';
import type { ServedModel } from '../served-model.ts';
import { findInFolder } from './adapter-folder.ts';

/** Each takes memory of the engine until it is unloaded. */
const maxLoaded = 64;

export interface AdapterLoaderOptions {
  readonly engine: Engine;
  readonly model: ServedModel;
  /** Where clients may load from. */
  readonly folder: string;
}

/** Loads and unloads adapters for clients, one at a time. */
export class AdapterLoader {
  readonly #options: AdapterLoaderOptions;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: AdapterLoaderOptions) {
    this.#options = options;
  }

  /** @throws WireError for a name that is taken, and for a file that is no adapter of the model */
  load(name: string, path: string, mayReplace: boolean): Promise<void> {
    return this.#inTurn(() => this.#load(name, path, mayReplace));
  }

  /** Requests that use it end with it. @throws WireError if there is none of that name */
  unload(name: string): Promise<void> {
    return this.#inTurn(async () => {
      const { engine, model } = this.#options;
      if (model.adapters.named(name) === undefined) throw unknownAdapter(name);
      // First from the list, so that nobody is told of what is gone.
      model.adapters.remove(name);
      await engine.removeAdapter(name);
    });
  }

  async #load(name: string, path: string, mayReplace: boolean): Promise<void> {
    const { engine, model, folder } = this.#options;
    const { adapters } = model;
    const isThere = adapters.named(name) !== undefined;
    if (isThere ? !mayReplace : model.hasName(name)) throw takenName(name, isThere);
    if (!isThere && adapters.all.length >= maxLoaded) throw tooMany();
    const file = await findInFolder(folder, path);
    if (file === undefined) throw unknownFile(path);
    try {
      await engine.addAdapter({ name, path: file });
    } catch (error) {
      throw isNoAdapter(error) ? unusableFile(path) : error;
    }
    // Another id than before: what was asked of the old one was not asked of this.
    adapters.remove(name);
    adapters.add({ name, file: basename(file) });
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }
}

function isNoAdapter(error: unknown): boolean {
  if (!EngineError.isInstance(error)) return false;
  return error.code === 'model-load-failed' || error.code === 'unsupported';
}

function unknownAdapter(name: string): WireError {
  return new WireError(`The adapter '${quoted(name)}' is not loaded.`, {
    status: 404,
    param: 'lora_name',
  });
}

function takenName(name: string, isAdapter: boolean): WireError {
  const hint = isAdapter
    ? "An adapter has it; 'load_inplace: true' puts this one in its place."
    : 'A model has it. Please choose another one.';
  return new WireError(`The name '${quoted(name)}' is taken. ${hint}`, {
    param: 'lora_name',
    code: 'invalid_value',
  });
}

function tooMany(): WireError {
  return new WireError(
    `There are ${maxLoaded} adapters, which is as many as there may be. Please unload one.`,
    { param: 'lora_name' },
  );
}

function unknownFile(path: string): WireError {
  return new WireError(
    `There is no file '${quoted(path)}' in the folder that adapters are loaded from.`,
    { status: 404, param: 'lora_path' },
  );
}

function unusableFile(path: string): WireError {
  return new WireError(
    `The file '${quoted(path)}' is no LoRA adapter for this model: expected a GGUF file made ` +
      "for it, with llama.cpp's convert_lora_to_gguf.py for example.",
    { param: 'lora_path', code: 'invalid_value' },
  );
}
