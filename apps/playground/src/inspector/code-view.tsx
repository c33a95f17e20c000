import { Tabs } from '@base-ui/react/tabs';
import { codeExports } from '../code-export/chat-code.ts';
import { CopyButton } from '../controls/copy-button.tsx';
import type { SentRequest } from '../wire/run.ts';

/** The request as code to run elsewhere. */
export function CodeView({ request }: { request: SentRequest }) {
  return (
    <Tabs.Root defaultValue="curl" className="flex min-h-0 flex-1 flex-col">
      <Tabs.List className="flex gap-4 border-b border-line px-4">
        {codeExports.map(({ id, label }) => (
          <Tabs.Tab
            key={id}
            value={id}
            className="-mb-px border-b-2 border-transparent py-2 text-ink-soft data-active:border-out data-active:font-medium data-active:text-ink"
          >
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {codeExports.map(({ id, label, hint, write }) => {
        const code = write(request);
        return (
          <Tabs.Panel
            key={id}
            value={id}
            className="flex min-h-0 flex-1 flex-col focus-visible:-outline-offset-2"
          >
            <div className="flex items-center gap-2 py-1 pr-2 pl-4">
              <p className="flex-1 text-xs text-ink-faint">{hint}</p>
              <CopyButton text={code} label={`Copy as ${label}`} />
            </div>
            <pre
              tabIndex={0}
              className="min-h-0 overflow-auto px-4 pb-4 font-mono text-xs leading-relaxed focus-visible:-outline-offset-2"
            >
              {code}
            </pre>
          </Tabs.Panel>
        );
      })}
    </Tabs.Root>
  );
}
