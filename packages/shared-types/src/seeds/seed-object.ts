import { type Static, Type } from 'typebox';
import { batchEndpoints } from '../batches/batch.ts';
import { ChatMessage } from '../chat-completions/message.ts';
import { uploadPurposes } from '../files/file.ts';
import { InputItem } from '../responses/input-item.ts';
import { responseInput } from '../responses/request.ts';
import { implemented, required } from '../schema/request-field.ts';
import { metadataRecord } from '../schema/service-fields.ts';
import { closed, oneOf, taggedUnion } from '../schema/shapes.ts';

const id = required(Type.String({ minLength: 1, maxLength: 256 }), 'Any text.');
const answer = implemented(Type.String(), 'What the model said; default: nothing.');
const metadata = implemented(metadataRecord, 'As clients write it.');
const filename = required(Type.String({ minLength: 1 }), 'Its name.');
const purpose = required(oneOf(...uploadPurposes), 'What it is for.');

/** Objects that are there from the start, by their kinds. */
export const seedKinds = [
  Type.Object(
    {
      object: required(Type.Literal('model'), 'Another name of the served model.'),
      id: required(Type.String({ minLength: 1 }), 'The name; it may be deleted.'),
    },
    closed,
  ),
  Type.Object(
    {
      object: required(Type.Literal('chat.completion'), 'One that was stored.'),
      id,
      messages: required(Type.Array(ChatMessage, { minItems: 1 }), 'What it answers.'),
      answer,
      metadata,
    },
    closed,
  ),
  Type.Object(
    {
      object: required(Type.Literal('response'), 'One that is completed.'),
      id,
      input: required(responseInput, 'What it answers, as in the request.'),
      answer,
      background: implemented(Type.Boolean(), 'As in the request; default false.'),
      metadata,
    },
    closed,
  ),
  Type.Object(
    {
      object: required(Type.Literal('conversation'), 'One with items.'),
      id,
      items: implemented(Type.Array(InputItem), 'As in a request; default: none.'),
      metadata,
    },
    closed,
  ),
  Type.Object(
    {
      object: required(Type.Literal('file'), 'A file of text.'),
      id,
      filename,
      purpose,
      content: required(Type.String(), 'The text.'),
    },
    closed,
  ),
  Type.Object(
    {
      object: required(Type.Literal('upload'), 'One that is pending.'),
      id,
      filename,
      purpose,
      parts: required(
        Type.Array(Type.Object({ id, content: Type.String() }, closed), { minItems: 1 }),
        'Each an `id` and a text as `content`; `bytes` of the upload is their size.',
      ),
    },
    closed,
  ),
  Type.Object(
    {
      object: required(Type.Literal('batch'), 'One that is completed.'),
      id,
      endpoint: required(oneOf(...batchEndpoints), 'As in the request.'),
      input_file_id: required(Type.String({ minLength: 1 }), 'Any text.'),
      output_file_id: implemented(Type.String({ minLength: 1 }), 'Default: none.'),
      metadata,
    },
    closed,
  ),
] as const;

/** An object that is there from the start, so that tests of clients can ask for its id. */
export const SeedObject = taggedUnion('object', seedKinds);

export type SeedObject = Static<typeof SeedObject>;

/** Seeds of one kind. */
export type SeedOf<Kind extends SeedObject['object']> = Extract<
  SeedObject,
  { readonly object: Kind }
>;
