import { type Static, Type } from 'typebox';
import { deletedObject } from '../paging/deleted.ts';
import { listPage } from '../paging/list-page.ts';
import { implemented } from '../schema/request-field.ts';
import { closed, oneOf } from '../schema/shapes.ts';

/** What clients may say a file is for. */
export const uploadPurposes = [
  'assistants',
  'batch',
  'fine-tune',
  'vision',
  'user_data',
  'evals',
] as const;

/** When a file is to be deleted by itself. */
export const FileExpiry = Type.Object(
  {
    anchor: oneOf('created_at'),
    seconds: Type.Integer({ minimum: 3600, maximum: 2_592_000 }),
  },
  closed,
);

/** The fields of the form of `POST /v1/files`, beside the file itself. */
export const CreateFileFields = Type.Object(
  {
    purpose: oneOf(...uploadPurposes),
    expires_after: Type.Optional(FileExpiry),
  },
  closed,
);

export const FileObject = Type.Object(
  {
    object: Type.Literal('file'),
    id: Type.String(),
    purpose: oneOf(
      'assistants',
      'batch',
      'batch_output',
      'fine-tune',
      'vision',
      'user_data',
      'evals',
    ),
    filename: Type.String(),
    bytes: Type.Integer(),
    created_at: Type.Integer(),
    expires_at: Type.Optional(Type.Integer()),
    status: Type.Literal('processed'),
  },
  { title: 'File' },
);

export const FileList = listPage(FileObject, 'FileList');

export const DeletedFile = deletedObject('file', 'DeletedFile');

/** The query of `GET /v1/files`. */
export const FileListQuery = Type.Object({
  purpose: implemented(Type.String(), 'Only files of this purpose.'),
  limit: implemented(
    Type.Integer({ minimum: 1, maximum: 10_000, default: 10_000 }),
    'How many to list; default 10000.',
  ),
  order: implemented(
    Type.Unsafe<'asc' | 'desc'>({ ...oneOf('asc', 'desc'), default: 'desc' }),
    'By time of creation, `asc` is oldest first; default `desc`.',
  ),
  after: implemented(Type.String(), 'Begin behind the file of this id.'),
});

export type CreateFileFields = Static<typeof CreateFileFields>;
export type FileExpiry = Static<typeof FileExpiry>;
export type FileObject = Static<typeof FileObject>;
