import type { ChatCompletionRequest } from '@samewire/shared-types';
import { quoted, WireError } from '../errors/wire-error.ts';
import type { OfferedChoice, OfferedTool } from './offered-tools.ts';

/** Tools and the choice among them, in the form that they had before there were tools. */
export type FunctionFields = Pick<ChatCompletionRequest, 'functions' | 'function_call'>;

/** Whether a request has functions, as which calls are told then. */
export function hasFunctions({ functions }: FunctionFields): boolean {
  return functions != null && functions.length > 0;
}

export function toOfferedFunctions({ functions }: FunctionFields): OfferedTool[] {
  return (functions ?? []).map(({ name, description, parameters, strict }, index) => ({
    name,
    description,
    parameters,
    isCustom: false,
    isStrict: strict === true,
    inputFormat: undefined,
    nameParam: `functions[${index}].name`,
    parametersParam: `functions[${index}].parameters`,
    formatParam: `functions[${index}]`,
  }));
}

/** @throws WireError for a function that is not there */
export function toFunctionChoice({
  functions,
  function_call: choice,
}: FunctionFields): OfferedChoice {
  if (choice == null || typeof choice === 'string') return choice ?? 'auto';
  if (functions?.some(({ name }) => name === choice.name) === true)
    return { mode: 'required', names: [choice.name] };
  throw new WireError(
    `Function call '${quoted(choice.name)}' not found in 'functions' parameter.`,
    { param: 'function_call', code: 'invalid_value' },
  );
}
