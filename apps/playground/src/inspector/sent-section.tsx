import { CopyButton } from '../controls/copy-button.tsx';
import { Icon } from '../controls/icon.tsx';
import type { SentRequest } from '../wire/run.ts';
import { HeaderLines } from './header-lines.tsx';
import { JsonText } from './json-text.tsx';

interface SentSectionProps {
  readonly request: SentRequest;
  /** The request is only what would be sent now. */
  readonly isPreview: boolean;
}

/** The request: the line, the headers this page sets, and the body byte for byte. */
export function SentSection({ request, isPreview }: SentSectionProps) {
  return (
    <section
      aria-label={
        isPreview ? 'The request that would be sent' : 'The request that was sent'
      }
      className={`flex min-h-0 flex-col border-l-3 border-out ${isPreview ? 'flex-1' : 'max-h-[45%] shrink-0'}`}
    >
      <div className="flex items-center gap-2 py-1.5 pr-2 pl-3">
        <Icon name="sent" className="text-out" />
        <h2 className="flex-1 text-xs font-semibold text-out">
          {isPreview ? 'Would be sent' : 'Sent'}
        </h2>
        <CopyButton text={request.body} label="Copy request body" />
      </div>
      {/* What scrolls can be focused, for the arrow keys to scroll it. */}
      <div
        tabIndex={0}
        className="flex min-h-0 flex-col gap-2 overflow-y-auto px-4 pb-4 focus-visible:-outline-offset-2"
      >
        <p className="font-mono text-xs wrap-anywhere">
          <span className="font-semibold">{request.method}</span> {request.url}
        </p>
        <HeaderLines headers={request.headers} />
        <pre className="font-mono text-xs leading-relaxed wrap-anywhere whitespace-pre-wrap">
          <JsonText text={request.body} />
        </pre>
      </div>
    </section>
  );
}
