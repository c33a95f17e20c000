import type { ReactNode } from 'react';

interface PanelProps {
  readonly label: string;
  /** Whether a narrow screen shows this panel. A wide one shows every panel. */
  readonly isShown: boolean;
  readonly className: string;
  readonly children: ReactNode;
}

export function Panel({ label, isShown, className, children }: PanelProps) {
  return (
    <section
      aria-label={label}
      className={`contain-content min-h-0 min-w-0 flex-1 flex-col border-line wide:flex ${isShown ? 'flex' : 'hidden'} ${className}`}
    >
      {children}
    </section>
  );
}

export function PanelHead({ children }: { children: ReactNode }) {
  return (
    <div className="flex h-11 shrink-0 items-center gap-2 border-b border-line pr-2.5 pl-4">
      {children}
    </div>
  );
}
