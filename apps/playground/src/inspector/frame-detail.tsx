import { CopyButton } from '../controls/copy-button.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import type { Frame } from '../wire/run.ts';
import { JsonText } from './json-text.tsx';
import { frameLines } from './stream-text.ts';

interface FrameDetailProps {
  readonly frame: Frame;
  readonly onClose: () => void;
}

/** One event exactly as it stood in the stream. */
export function FrameDetail({ frame, onClose }: FrameDetailProps) {
  const text = frameLines(frame);
  return (
    <section
      aria-label={`Event ${frame.index}`}
      className="flex max-h-2/5 shrink-0 flex-col border-t border-line bg-paper"
    >
      <div className="flex items-center gap-1 py-1 pr-2 pl-4">
        <h3 className="flex-1 text-xs text-ink-soft">
          Event {frame.index}, {frame.atMs.toFixed(1)} ms after sending
        </h3>
        <CopyButton text={text} label="Copy event" />
        <IconButton icon="close" label="Close event" onClick={onClose} />
      </div>
      <pre
        tabIndex={0}
        className="focus-visible:-outline-offset-2 overflow-y-auto px-4 pb-3 font-mono text-xs leading-relaxed wrap-anywhere whitespace-pre-wrap"
      >
        <JsonText text={text} />
      </pre>
    </section>
  );
}
