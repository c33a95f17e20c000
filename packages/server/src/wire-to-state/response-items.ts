import {
  type HostedItem,
  hostedItemTypes,
  type InputItem,
  type InputMessage,
  type InputPart,
  type ItemReference,
  type ReturnedPart,
  type StoredItem,
  type StoredMessage,
} from '@samewire/shared-types';
import { createObjectId, type IdPrefix } from '../engine-to-wire/object-id.ts';
import { WireError } from '../errors/wire-error.ts';

type Input = string | readonly InputItem[];

/** Items whose references are still to be looked up. */
export type UnresolvedItem = StoredItem | ItemReference;

/**
 * What a request gives the model to read, as items that have ids and can be stored.
 *
 * @throws WireError for items of tools that this server does not have
 */
export function toItems(input: Input): UnresolvedItem[] {
  if (typeof input === 'string')
    return input === '' ? [] : [toItem({ role: 'user', content: input }, 0)];
  return input.map(toItem);
}

export function isReference(item: UnresolvedItem): item is ItemReference {
  return item.type === undefined || item.type === null || item.type === 'item_reference';
}

function toItem(item: InputItem, index: number): UnresolvedItem {
  if (isHosted(item))
    throw new WireError(
      `Unsupported value: 'input[${index}].type' does not support '${item.type}' with this model.`,
      { param: `input[${index}].type`, code: 'unsupported_value' },
    );
  if ('role' in item) return toMessage(item);
  switch (item.type) {
    case 'function_call':
      return { ...item, ...identified(item, 'fc') };
    case 'function_call_output':
      return { ...item, ...identified(item, 'fco') };
    case 'custom_tool_call':
      return { ...item, ...identified(item, 'ctc') };
    case 'custom_tool_call_output':
      return { ...item, ...identified(item, 'ctco') };
    case 'reasoning':
      return { ...item, id: item.id ?? createObjectId('rs') };
    case 'compaction':
      return { ...item, id: item.id ?? createObjectId('cmp') };
    default:
      return item;
  }
}

function isHosted(item: InputItem): item is HostedItem {
  return hostedItemTypes.some((type) => type === item.type);
}

function toMessage({ role, content, phase, ...message }: InputMessage): StoredMessage {
  return {
    ...identified(message, 'msg'),
    type: 'message',
    role,
    content: typeof content === 'string' ? [toTextPart(role, content)] : content,
    ...(phase === undefined ? {} : { phase }),
  } as StoredMessage;
}

function toTextPart(role: InputMessage['role'], text: string): InputPart | ReturnedPart {
  return role === 'assistant'
    ? { type: 'output_text', annotations: [], logprobs: [], text }
    : { type: 'input_text', text };
}

function identified(
  { id, status }: { readonly id?: string | null; readonly status?: string | null },
  prefix: IdPrefix,
) {
  return {
    id: id ?? createObjectId(prefix),
    status: status === 'incomplete' ? ('incomplete' as const) : ('completed' as const),
  };
}

/** @throws WireError if two items have one id */
export function requireDistinctIds(items: readonly { readonly id: string }[]): void {
  const seen = new Set<string>();
  for (const { id } of items) {
    if (seen.has(id)) throw duplicateItem(id);
    seen.add(id);
  }
}

export function duplicateItem(id: string): WireError {
  return new WireError(
    `Duplicate item found with id ${id}. Remove duplicate items from your input and try again.`,
    { param: 'input' },
  );
}
