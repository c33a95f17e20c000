import {
  type CompiledSchema,
  compileSchema,
  type SchemaTask,
} from '../json-schema/compile-schema.ts';
import { type CompiledLark, compileLark, type LarkTask } from '../lark/compile-lark.ts';

/** What a grammar in GBNF can be made of: plain data, for another thread. */
export type GrammarTask = SchemaTask | LarkTask;

/** What comes of each task. */
export type Compiled<Task extends GrammarTask> = Task extends LarkTask
  ? CompiledLark
  : CompiledSchema;

export type CompiledGrammar = CompiledSchema | CompiledLark;

/** Checks what a client asks for, and makes a grammar of it. */
export function compileTask(task: GrammarTask): CompiledGrammar {
  return 'lark' in task ? compileLark(task) : compileSchema(task);
}

/** What makes two tasks the same. */
export function keyOfTask(task: GrammarTask): string {
  if ('lark' in task) return `l${JSON.stringify(task.argument)}${task.lark}`;
  return `${task.isStrict ? 's' : 'w'}${task.schema}`;
}

const expensiveSchema: CompiledSchema = {
  kind: 'fault',
  message: 'the schema is too complex to be enforced',
  context: '()',
};
const expensiveLark: CompiledLark = {
  kind: 'fault',
  message: 'a grammar this complex',
  isUnsupported: true,
};

/** What comes of a task that goes over its budget. */
export function tooExpensive(task: GrammarTask): CompiledGrammar {
  return 'lark' in task ? expensiveLark : expensiveSchema;
}

export function isTooExpensive(compiled: CompiledGrammar): boolean {
  return compiled === expensiveLark || compiled === expensiveSchema;
}
