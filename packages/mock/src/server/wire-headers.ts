import type { HeaderList } from '../exchange/header-list.ts';

/** Names and values in turn, as Node takes them so that order and duplicates stay. */
export function toWireHeaders(headers: HeaderList): string[] {
  const list: string[] = [];
  for (const [name, value] of headers) list.push(name, toWireText(value));
  return list;
}

/** What HTTP can carry: text beyond Latin-1 travels as UTF-8, line ends become spaces. */
export function toWireText(text: string): string {
  if (/^[\t\u0020-\u007E\u0080-\u00FF]*$/.test(text)) return text;
  const bytes = /[^\0-\u00FF]/.test(text) ? Buffer.from(text).toString('latin1') : text;
  // oxlint-disable-next-line no-control-regex -- these are what Node refuses
  return bytes.replaceAll(/[\0-\u0008\n-\u001F\u007F]/g, ' ');
}
