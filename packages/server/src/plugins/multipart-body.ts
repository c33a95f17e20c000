import multipart from '@fastify/multipart';
import fastifyPlugin from 'fastify-plugin';

/**
 * Reads forms with files, on the routes of the scope it is registered in. Whoever reads a
 * file limits its size; here are the limits of everything around it.
 */
export const multipartBody = fastifyPlugin(async (server) => {
  await server.register(multipart, {
    limits: {
      fileSize: Number.POSITIVE_INFINITY,
      fields: 16,
      fieldSize: 65_536,
      parts: 32,
    },
    throwFileSizeLimit: false,
  });
});
