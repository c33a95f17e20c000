import { StatusPill } from '../server-status/status-pill.tsx';
import { DisplayMenu } from '../theme/display-menu.tsx';
import { apiUrl } from '../wire/api-url.ts';
import { ViewLinks } from './view-links.tsx';
import { Wordmark } from './wordmark.tsx';

export function Header() {
  return (
    <header className="border-b border-line bg-ground">
      <div className="flex h-12 items-center gap-4 pr-2.5 pl-4">
        <Wordmark />
        <div className="flex-1" />
        <StatusPill />
        <a
          href={apiUrl('docs')}
          className="rounded text-xs whitespace-nowrap text-ink-soft underline decoration-line-strong underline-offset-3 hover:text-ink max-sm:hidden"
        >
          API reference
        </a>
        <DisplayMenu />
      </div>
      <ViewLinks
        label="Views"
        paths={['/', '/settings', '/wire', '/code']}
        className="px-2 wide:hidden"
      />
    </header>
  );
}
