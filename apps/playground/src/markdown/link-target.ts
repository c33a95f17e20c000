/** Where a link of an answer leads, if a page may lead there at all. */
export interface LinkTarget {
  readonly href: string;
  /** Shown beside the link, so that its text cannot pretend another place. */
  readonly host: string;
}

const allowedProtocols = new Set(['http:', 'https:', 'mailto:']);

/** Undefined for scripts, data, and addresses relative to this page. */
export function linkTarget(href: string | undefined): LinkTarget | undefined {
  if (href === undefined || !URL.canParse(href)) return undefined;
  const url = new URL(href);
  if (!allowedProtocols.has(url.protocol)) return undefined;
  return { href: url.href, host: url.host === '' ? url.pathname : url.host };
}
