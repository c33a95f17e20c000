import type { CountTokensRequest } from '@samewire/shared-types';
import {
  type OfferedChoice,
  type OfferedTool,
  type ToolFields,
  toToolFields,
} from './offered-tools.ts';

type ToolsOfRequest = Pick<CountTokensRequest, 'tools' | 'tool_choice'>;

/** @throws WireError as `toToolFields` */
export function toMessagesToolFields(body: ToolsOfRequest): ToolFields {
  const choice = body.tool_choice;
  const isParallel =
    choice == null || choice.type === 'none' || choice.disable_parallel_tool_use !== true;
  return toToolFields(toOfferedTools(body), toOfferedChoice(body), isParallel);
}

export function toOfferedTools({ tools }: ToolsOfRequest): OfferedTool[] {
  return (tools ?? []).map(({ name, description, input_schema: parameters }, index) => ({
    name,
    description,
    parameters,
    isCustom: false,
    isStrict: false,
    inputFormat: undefined,
    nameParam: `tools.${index}.name`,
    parametersParam: `tools.${index}.input_schema`,
    formatParam: `tools.${index}`,
  }));
}

function toOfferedChoice({ tool_choice: choice }: ToolsOfRequest): OfferedChoice {
  switch (choice?.type) {
    case undefined:
    case 'auto':
      return 'auto';
    case 'none':
      return 'none';
    case 'any':
      return 'required';
    case 'tool':
      return { mode: 'required', names: [choice.name] };
  }
}
