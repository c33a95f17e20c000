import { useLocation } from 'wouter';

/** Each view has an address, `#/wire` for example, so that it can be linked and gone back from. */
export const views = [
  { path: '/', label: 'Chat' },
  { path: '/settings', label: 'Settings' },
  { path: '/wire', label: 'Wire' },
  { path: '/code', label: 'Code' },
] as const;

export type ViewPath = (typeof views)[number]['path'];

/** Where the page is. A narrow screen shows this view alone, a wide one shows all but one. */
export function useView(): ViewPath {
  const [location] = useLocation();
  return views.find(({ path }) => path === location)?.path ?? '/';
}
