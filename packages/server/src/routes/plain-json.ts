/**
 * For routes that answer with stored objects: they were made to the schema when they were
 * stored, and the schema leaves open what clients may have put into them.
 */
export const plainJson = {
  serializerCompiler: () => (data: unknown) => JSON.stringify(data),
};
