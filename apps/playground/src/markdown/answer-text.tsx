import { useState } from 'react';
import { BlockSplitter, hasReferences } from './block-splitter.ts';
import { MarkdownBlock } from './markdown-block.tsx';

interface AnswerTextProps {
  readonly text: string;
  readonly growing: boolean;
}

/** An answer as Markdown, cheap to show while it grows: only its last block is parsed anew. */
export function AnswerText({ text, growing }: AnswerTextProps) {
  const [splitter] = useState(() => new BlockSplitter());
  const blocks = !growing && hasReferences(text) ? [text] : splitter.update(text);
  return (
    <div className="prose">
      {blocks.map((block, index) => (
        <MarkdownBlock
          // Blocks are only ever added at the end: the place is the identity.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          text={block}
          growing={growing && index === blocks.length - 1}
        />
      ))}
    </div>
  );
}
