import type { ReactNode } from 'react';
import { linkTarget } from './link-target.ts';

interface AnswerLinkProps {
  readonly href: string | undefined;
  readonly children: ReactNode;
}

/** A link written by a model: its host is always visible, and a bad one is plain text. */
export function AnswerLink({ href, children }: AnswerLinkProps) {
  const target = linkTarget(href);
  if (target === undefined) return <span>{children}</span>;
  const saysHost = typeof children === 'string' && children.includes(target.host);
  return (
    <>
      <a href={target.href} target="_blank" rel="noopener noreferrer">
        {children}
      </a>
      {!saysHost && <span className="link-host">{target.host}</span>}
    </>
  );
}
