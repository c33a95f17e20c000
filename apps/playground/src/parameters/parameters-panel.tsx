import { useState, type ReactNode } from 'react';
import { changeVariant } from '../board/board-store.ts';
import type { Variant } from '../board/board.ts';
import { countSet, resetParameters } from './change-parameter.ts';
import { LogprobsRows } from './logprobs-rows.tsx';
import { NumberRow } from './number-row.tsx';
import { ParameterHelp } from './parameter-help.tsx';
import {
  maxTokensParameter,
  parameterGroups,
  topLogprobsParameter,
  type Parameter,
} from './parameter.ts';
import { JsonRow } from './json-row.tsx';
import { readFormat, readTools } from './read-json.ts';
import { readParameters } from './read-parameters.ts';
import { StopRow } from './stop-row.tsx';

/** Everything a column sets about its requests besides the words. */
export function ParametersPanel({ variant }: { variant: Variant }) {
  const [lookedAt, setLookedAt] = useState<Parameter>();
  const { faults } = readParameters(variant.parameters);
  const numSet = countSet(variant);
  const propsOf = (parameter: Parameter) => ({
    variant,
    fault: faults.find((fault) => fault.parameter === parameter)?.message,
    onLook: () => setLookedAt(parameter),
  });
  const row = (parameter: Parameter) => (
    <NumberRow key={parameter.name} parameter={parameter} {...propsOf(parameter)} />
  );
  return (
    <>
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto p-4">
        <div className="flex min-h-7 shrink-0 items-center justify-between">
          <p className="text-xs text-ink-soft">
            {numSet === 0
              ? 'All left to the server.'
              : `${numSet} set, the rest left to the server.`}
          </p>
          {numSet > 0 && (
            <button
              type="button"
              onClick={() => resetParameters(variant)}
              className="rounded text-xs text-in underline underline-offset-2"
            >
              Reset
            </button>
          )}
        </div>
        <Group title="Length">
          {row(maxTokensParameter)}
          <StopRow variant={variant} />
        </Group>
        {parameterGroups.map(({ title, parameters }) => (
          <Group key={title} title={title}>
            {parameters.map(row)}
          </Group>
        ))}
        <Group title="Tools and form">
          <JsonRow
            label="Tools"
            help="A list of functions the model may call."
            placeholder='[{"type":"function",…}]'
            text={variant.tools}
            fault={readTools(variant.tools).fault}
            onChange={(tools) => changeVariant(variant.id, { tools })}
          />
          <JsonRow
            label="JSON Schema"
            help="The answer keeps to it."
            placeholder='{"type":"object",…}'
            text={variant.schema}
            fault={readFormat(variant.schema).fault}
            onChange={(schema) => changeVariant(variant.id, { schema })}
          />
        </Group>
        <Group title="Token probabilities">
          <LogprobsRows {...propsOf(topLogprobsParameter)} />
        </Group>
      </div>
      <ParameterHelp parameter={lookedAt} />
    </>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 text-2xs font-semibold text-ink-faint">{title}</legend>
      {children}
    </fieldset>
  );
}
