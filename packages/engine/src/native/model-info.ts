import type { ModelInfo } from '../engine.ts';
import type { NativeEngine } from './binding.ts';

export function toModelInfo(info: ReturnType<NativeEngine['info']>): ModelInfo {
  return {
    ...info,
    takesGrammars: true,
    chatTemplate: info.chatTemplate === '' ? undefined : info.chatTemplate,
  };
}
