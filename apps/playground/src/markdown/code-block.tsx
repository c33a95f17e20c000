import { toJsxRuntime } from 'hast-util-to-jsx-runtime';
import { useMemo } from 'react';
import { Fragment, jsx, jsxs } from 'react/jsx-runtime';
import { CopyButton } from '../controls/copy-button.tsx';
import { highlight } from './highlight.ts';

/** Beyond this, colouring a block that still grows would cost a frame. */
const maxGrowingLength = 4000;

interface CodeBlockProps {
  readonly code: string;
  readonly language: string | undefined;
  readonly growing: boolean;
}

export function CodeBlock({ code, language, growing }: CodeBlockProps) {
  const plain = growing && code.length > maxGrowingLength;
  const coloured = useMemo(() => {
    const tree = plain || language === undefined ? undefined : highlight(code, language);
    return tree && toJsxRuntime(tree, { Fragment, jsx, jsxs });
  }, [code, language, plain]);
  return (
    <figure className="code-block">
      <figcaption>
        <span>{language ?? 'text'}</span>
        <CopyButton text={code} label="Copy code" />
      </figcaption>
      {/* Long lines scroll sideways, which a keyboard must be able to do too. */}
      <pre tabIndex={0}>
        <code>{coloured ?? code}</code>
      </pre>
    </figure>
  );
}
