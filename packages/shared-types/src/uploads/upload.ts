import { type Static, Type } from 'typebox';
import { FileExpiry, FileObject, uploadPurposes } from '../files/file.ts';
import { implemented, required } from '../schema/request-field.ts';
import { closed, oneOf, orNull } from '../schema/shapes.ts';

const gibibyte = 1024 ** 3;

/** The body of `POST /v1/uploads`. */
export const CreateUploadRequest = Type.Object(
  {
    bytes: required(
      Type.Integer({ minimum: 1, maximum: 8 * gibibyte }),
      'The size of the whole file.',
    ),
    filename: required(Type.String({ minLength: 1, maxLength: 1024 }), 'Its name.'),
    mime_type: required(Type.String({ maxLength: 256 }), 'Checked to be text only.'),
    purpose: required(oneOf(...uploadPurposes), 'As of a file.'),
    expires_after: implemented(FileExpiry, 'When the file is deleted by itself.'),
  },
  { ...closed, title: 'CreateUploadRequest' },
);

/** The body of `POST /v1/uploads/{id}/complete`. */
export const CompleteUploadRequest = Type.Object(
  {
    part_ids: required(
      Type.Array(Type.String(), { minItems: 1, maxItems: 10_000 }),
      'The parts, in the order of the file.',
    ),
    md5: implemented(Type.String(), 'Checked against the whole file, in hexadecimal.'),
  },
  { ...closed, title: 'CompleteUploadRequest' },
);

export const Upload = Type.Object(
  {
    id: Type.String(),
    object: Type.Literal('upload'),
    bytes: Type.Integer(),
    created_at: Type.Integer(),
    filename: Type.String(),
    purpose: Type.String(),
    status: oneOf('pending', 'completed', 'cancelled', 'expired'),
    expires_at: Type.Integer(),
    file: Type.Optional(orNull(FileObject)),
  },
  { title: 'Upload' },
);

export const UploadPart = Type.Object(
  {
    id: Type.String(),
    object: Type.Literal('upload.part'),
    created_at: Type.Integer(),
    upload_id: Type.String(),
  },
  { title: 'UploadPart' },
);

export type CreateUploadRequest = Static<typeof CreateUploadRequest>;
export type Upload = Static<typeof Upload>;
export type UploadPart = Static<typeof UploadPart>;
