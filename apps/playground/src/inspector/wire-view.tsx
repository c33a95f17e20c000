import type { ShownRequest } from './use-shown-request.ts';
import { ReceivedSection } from './received-section.tsx';
import { SentSection } from './sent-section.tsx';

/** Both directions of the wire, one above the other. */
export function WireView({ request, run }: ShownRequest) {
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <SentSection request={request} isPreview={run === undefined} />
      {run ? (
        <ReceivedSection key={run.id} run={run} />
      ) : (
        <p className="border-t border-l-3 border-line px-4 py-3 text-xs text-ink-faint">
          Once it is sent, every event of the answer is listed here with its time.
        </p>
      )}
    </div>
  );
}
