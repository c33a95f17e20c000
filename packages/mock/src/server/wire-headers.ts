import type { HeaderList } from '../exchange/header-list.ts';

/** Names and values in turn, as Node takes them so that order and duplicates stay. */
export function toWireHeaders(headers: HeaderList): string[] {
  return headers.flatMap(([name, value]) => [name, toWireText(value)]);
}

/** What HTTP can carry: text beyond Latin-1 travels as UTF-8, line ends become spaces. */
export function toWireText(text: string): string {
  const bytes = /[^\0-\u00FF]/.test(text) ? Buffer.from(text).toString('latin1') : text;
  // oxlint-disable-next-line no-control-regex -- these are what Node refuses
  return bytes.replaceAll(/[\0-\u0008\n-\u001F\u007F]/g, ' ');
}
