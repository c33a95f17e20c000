/** A setting that cannot be used; the message names it the way the user wrote it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
