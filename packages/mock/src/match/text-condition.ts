const expression = /^\/(.+)\/([a-z]*)$/s;

/**
 * A condition on a text: a regular expression where it stands between slashes (a path like
 * `/v1/files` does not end in one), else the text itself.
 *
 * @throws SyntaxError for a faulty expression
 */
export function toTextCondition(condition: string): (text: string) => boolean {
  const [, source, flags] = expression.exec(condition) ?? [];
  if (source === undefined || (flags !== '' && !/^[imsu]+$/.test(flags ?? '')))
    return (text) => text === condition;
  const pattern = new RegExp(source, flags);
  return (text) => pattern.test(text);
}
