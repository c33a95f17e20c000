/**
 * The engine's process: the addon behind a socket, so that a crash of llama.cpp ends nothing but
 * this. It holds no keys, opens no port, and ends when the server's process does.
 */
import { Socket } from 'node:net';
import type { NativeBinding, NativeEngine } from '../native/binding.ts';
import { loadBinding } from '../native/load-binding.ts';
import { toModelInfo } from '../native/model-info.ts';
import { awaitNative, callNative, fromNativeError } from '../native/native-error.ts';
import { toNativeChat } from '../native/native-request.ts';
import { loadNative } from '../native/load-native.ts';
import { saveCache } from '../native/save-cache.ts';
import { submitEmbedding } from '../native/submit-embedding.ts';
import { submitRequest } from '../native/submit-request.ts';
import { tokenizeChat } from '../native/tokenize-prompt.ts';
import type { EngineOptions } from '../engine-options.ts';
import { FrameReader } from './frames.ts';
import { eventsFd, messagesFd } from './sockets.ts';
import {
  type CallMessage,
  type CallName,
  parseMessage,
  sendMessage,
  type ToEngine,
  toPlainError,
} from './messages.ts';

const progressIntervalMs = 100;

const socket = new Socket({ fd: messagesFd, readable: true, writable: true });
const reader = new FrameReader(
  (payload) => void receive(parseMessage(payload) as ToEngine),
);
socket.on('data', (chunk: Buffer) => reader.push(chunk));
// Without the server there is nobody to compute for.
socket.on('close', () => process.exit());
socket.on('error', () => process.exit());
// The server's process decides when to stop; a terminal sends Ctrl-C to both.
process.on('SIGINT', () => {});

let engine: NativeEngine | undefined;

async function receive(message: ToEngine): Promise<void> {
  switch (message.kind) {
    case 'load':
      await load(message.options);
      return;
    case 'call':
      await answer(message);
      return;
    case 'cancel':
      engine?.cancel(message.id);
      return;
    case 'set-parked':
      engine?.setParked(message.id, message.parked);
      return;
    case 'close':
      await engine?.close();
      socket.end(() => process.exit());
  }
}

async function load(options: EngineOptions): Promise<void> {
  try {
    engine = await loadWithProgress(loadBinding(), options);
    sendMessage(socket, { kind: 'ready', model: toModelInfo(engine.info()) });
  } catch (error) {
    sendMessage(socket, {
      kind: 'load-failed',
      error: toPlainError(fromNativeError(error)),
    });
  }
}

async function loadWithProgress(
  binding: NativeBinding,
  options: EngineOptions,
): Promise<NativeEngine> {
  const loading = loadNative(binding, options, eventsFd);
  const timer = setInterval(() => {
    sendMessage(socket, { kind: 'loading', progress: loading.progress() });
  }, progressIntervalMs);
  try {
    return await loading.engine;
  } finally {
    clearInterval(timer);
  }
}

async function answer(call: CallMessage<CallName>): Promise<void> {
  try {
    if (engine === undefined) throw new Error('called before the model was loaded');
    const value = await perform(engine, call);
    sendMessage(socket, { kind: 'answer', id: call.id, value });
  } catch (error) {
    sendMessage(socket, { kind: 'refusal', id: call.id, error: toPlainError(error) });
  }
}

function perform(native: NativeEngine, call: CallMessage<CallName>): unknown {
  switch (call.name) {
    case 'tokenize': {
      const [text, addSpecial, parseSpecial] = (call as CallMessage<'tokenize'>).args;
      return awaitNative(() => native.tokenize(text, addSpecial, parseSpecial));
    }
    case 'detokenize': {
      const [tokens] = (call as CallMessage<'detokenize'>).args;
      return awaitNative(() => native.detokenize(tokens));
    }
    case 'renderChat': {
      const [chat] = (call as CallMessage<'renderChat'>).args;
      return awaitNative(() => native.renderChat(toNativeChat(chat)));
    }
    case 'tokenizeChat': {
      const [chat] = (call as CallMessage<'tokenizeChat'>).args;
      return tokenizeChat(native, chat);
    }
    case 'stats':
      return callNative(() => native.stats());
    case 'cachedSequences':
      return awaitNative(() => native.listCache());
    case 'saveCache':
      return saveCache(native);
    case 'dropCache':
      return awaitNative(() => native.dropCache());
    case 'submit': {
      const [request] = (call as CallMessage<'submit'>).args;
      return submitRequest(native, call.id, request);
    }
    case 'embed': {
      const [request] = (call as CallMessage<'embed'>).args;
      return submitEmbedding(native, call.id, request);
    }
    case 'addAdapter': {
      const [{ name, path }] = (call as CallMessage<'addAdapter'>).args;
      return awaitNative(() => native.addAdapter(name, path));
    }
    case 'removeAdapter': {
      const [name] = (call as CallMessage<'removeAdapter'>).args;
      return callNative(() => native.removeAdapter(name));
    }
  }
}
