import type { AdapterUse } from '@samewire/engine';
import type { AdapterScales } from '@samewire/shared-types';
import type { AdapterList } from '../adapters/adapter-list.ts';
import { WireError } from '../errors/wire-error.ts';

/**
 * Scales by the ids of adapters.
 *
 * @param at where they are in the request, if not at its top
 * @throws WireError for ids that are not there, or there twice
 */
export function toScales(
  scales: AdapterScales,
  adapters: AdapterList,
  at = '',
): ReadonlyMap<number, number> {
  const byId = new Map<number, number>();
  for (const [index, { id, scale }] of scales.entries()) {
    const param = `${at}[${index}].id`;
    if (adapters.withId(id) === undefined) throw unknownId(id, adapters, param);
    if (byId.has(id))
      throw new WireError(
        `Invalid '${param}': duplicate value ${id}. Expected each adapter once.`,
        { param, code: 'invalid_value' },
      );
    byId.set(id, scale);
  }
  return byId;
}

/** What a request's own adapters ask of the engine; those with the scale 0 nothing. */
export function toAdapterUses(lora: AdapterScales, adapters: AdapterList): AdapterUse[] {
  const scales = toScales(lora, adapters, 'lora');
  return adapters.all
    .map(({ id, name }) => ({ name, scale: scales.get(id) ?? 0 }))
    .filter(({ scale }) => scale !== 0);
}

function unknownId(id: number, { all }: AdapterList, param: string): WireError {
  const known = all.slice(0, 10).map((adapter) => `${adapter.id} ('${adapter.name}')`);
  const hint =
    all.length === 0
      ? 'This model has no adapters.'
      : `Supported values are: ${known.join(', ')}${all.length > 10 ? ', …' : ''}.`;
  return new WireError(`Invalid '${param}': there is no adapter ${id}. ${hint}`, {
    param,
    code: 'invalid_value',
  });
}
