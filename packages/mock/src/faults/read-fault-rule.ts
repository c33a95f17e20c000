import type { Field } from '../cassette/field.ts';
import { readRequestRule } from '../match/read-request-rule.ts';
import { faultNames } from './fault-names.ts';
import type { FaultRule } from './fault-rule.ts';

const numberFields = ['probability', 'afterEvents', 'afterBytes', 'ms', 'count'] as const;

/**
 * Reads a fault rule somebody wrote.
 *
 * @throws CassetteError that says what was expected
 */
export function readFaultRule(field: Field): FaultRule {
  field.allowOnly(
    'fault',
    'match',
    'session',
    'calls',
    'retryAfter',
    'location',
    ...numberFields,
  );
  const match = field.optional('match');
  const calls = field.optional('calls')?.items();
  const retryAfter = field
    .optional('retryAfter')
    ?.oneOf('seconds', 'milliseconds', 'date', 'none');
  const numbers = numberFields.flatMap((name) => {
    const child = field.optional(name);
    return child === undefined ? [] : [[name, readAmount(child)] as const];
  });
  return {
    fault: field.get('fault').oneOf(...faultNames),
    ...(match === undefined ? {} : { match: readRequestRule(match) }),
    ...field.optionalText('session'),
    ...(calls === undefined ? {} : { calls: calls.map(readAmount) }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...field.optionalText('location'),
    ...Object.fromEntries(numbers),
  };
}

function readAmount(field: Field): number {
  const amount = field.number();
  if (!(amount >= 0)) throw field.error(`expected a number from 0 on, not ${amount}`);
  return amount;
}
