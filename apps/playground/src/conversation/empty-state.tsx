import { useModels } from '../models/use-models.ts';
import { examples, prepareExample } from './examples.ts';

/** The model that comes with samewire. */
const demoModel = 'samewire-demo';

/** What a newcomer sees: what this page is for, and prompts to begin with. */
export function EmptyState() {
  const { defaultModel } = useModels();
  return (
    <div className="flex flex-col gap-6 py-6">
      <div>
        <h2 className="text-2xl font-semibold tracking-tight text-balance">
          Ask the model, watch the wire.
        </h2>
        <p className="mt-2 max-w-prose text-[0.9375rem] leading-relaxed text-ink-soft">
          Write a prompt below. The answer streams in here, while the wire view shows the
          exact <span className="font-medium text-out">request</span> and every{' '}
          <span className="font-medium text-in">event</span> that comes back.
        </p>
        {defaultModel === demoModel && (
          <p className="mt-2 max-w-prose text-[0.9375rem] leading-relaxed text-ink-soft">
            <span className="font-mono text-xs">{demoModel}</span> is a tiny model to try
            the pipes, and often wrong. For real answers start samewire with a GGUF file.
          </p>
        )}
      </div>
      <div>
        <h3 className="mb-2 text-xs font-medium text-ink-faint">
          Or try these, one after the other: each fills in prompt and settings
        </h3>
        <ul className="grid gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-2">
          {examples.map((example) => (
            <li key={example.title} className="grid bg-paper">
              <button
                type="button"
                onClick={() => prepareExample(example)}
                className="flex flex-col gap-1 px-3.5 py-3 text-left transition-colors hover:bg-out-tint focus-visible:-outline-offset-2"
              >
                <span className="font-medium">{example.title}</span>
                <span className="text-xs text-ink-faint">{example.shows}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
