import type { StoredItem } from '@samewire/shared-types';
import { quoted, WireError } from '../errors/wire-error.ts';
import type { FileStore } from '../files/file-store.ts';
import type { UploadedImages } from '../wire-to-engine/media-parts.ts';

/** No engine takes a picture of more by default; what is larger need not be read from a disk. */
const maxBytes = 64 * 1024 * 1024;

/**
 * The uploaded files that items name as images.
 *
 * @throws WireError for an id that is unknown, or another owner's
 */
export async function findUploadedImages(
  items: readonly StoredItem[],
  owner: string,
  files: FileStore,
): Promise<UploadedImages> {
  const images = new Map<string, Uint8Array>();
  for (const id of imageIds(items)) {
    const file = await files.get(owner, id);
    if (file === undefined)
      throw new WireError(`No such File object: ${quoted(id)}`, {
        status: 404,
        param: 'input',
      });
    if (file.bytes > maxBytes)
      throw new WireError(
        `Invalid 'input': the file ${quoted(id)} has ${file.bytes} bytes, which is too much for an image.`,
        { param: 'input', code: 'invalid_value' },
      );
    const chunks: Uint8Array[] = [];
    for await (const chunk of files.read(id)) chunks.push(chunk);
    images.set(id, Buffer.concat(chunks));
  }
  return images;
}

function imageIds(items: readonly StoredItem[]): Set<string> {
  const ids = items.flatMap((item) => {
    if (item.type !== 'message' || typeof item.content === 'string') return [];
    return item.content.flatMap((part) =>
      part.type === 'input_image' && part.file_id != null ? [part.file_id] : [],
    );
  });
  return new Set(ids);
}
