import type { ElementContent } from 'hast';
import { memo } from 'react';
import Markdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { AnswerLink } from './answer-link.tsx';
import { CodeBlock } from './code-block.tsx';
import { WithheldImage } from './withheld-image.tsx';

interface MarkdownBlockProps {
  readonly text: string;
  /** The block may still get longer. */
  readonly growing: boolean;
}

/**
 * One block of an answer. Raw HTML in it is shown as text. A block whose text stays the
 * same is never parsed again.
 */
export const MarkdownBlock = memo(function MarkdownBlock({
  text,
  growing,
}: MarkdownBlockProps) {
  return (
    <Markdown
      remarkPlugins={[remarkGfm]}
      components={growing ? growingComponents : finishedComponents}
      urlTransform={keepUrl}
    >
      {text}
    </Markdown>
  );
});

/** The components judge addresses themselves: a refused one must stay visible as text. */
function keepUrl(url: string): string {
  return url;
}

function componentsFor(growing: boolean): Components {
  return {
    a: ({ href, children }) => <AnswerLink href={href}>{children}</AnswerLink>,
    img: ({ src, alt }) => (
      <WithheldImage src={typeof src === 'string' ? src : undefined} alt={alt} />
    ),
    table: ({ children }) => (
      <div className="table-frame">
        <table>{children}</table>
      </div>
    ),
    pre: ({ node, children }) => {
      const code = node?.children[0];
      if (code?.type !== 'element') return <pre>{children}</pre>;
      const text = code.children.map(textOf).join('').replace(/\n$/, '');
      return <CodeBlock code={text} language={languageOf(code)} growing={growing} />;
    },
  };
}

function textOf(node: ElementContent): string {
  return node.type === 'text' ? node.value : '';
}

function languageOf(code: Extract<ElementContent, { type: 'element' }>) {
  const names = code.properties['className'];
  if (!Array.isArray(names)) return undefined;
  return names
    .map(String)
    .find((name) => name.startsWith('language-'))
    ?.slice(9);
}

const growingComponents = componentsFor(true);
const finishedComponents = componentsFor(false);
