/** A cassette that cannot be read: which file, where in it, what was expected. */
export class CassetteError extends Error {
  override readonly name = 'CassetteError';

  constructor(
    message: string,
    where: { readonly file?: string; readonly path?: string },
  ) {
    const place = [where.file, where.path].filter(
      (part) => part !== undefined && part !== '',
    );
    super(place.length === 0 ? message : `${place.join(': ')}: ${message}`);
  }
}
