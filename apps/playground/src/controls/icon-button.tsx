import type { ComponentProps } from 'react';
import { Icon, type IconName } from './icon.tsx';
import { Tip } from './tip.tsx';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'type'> {
  readonly icon: IconName;
  /** Names the button for screen readers and in its tip. */
  readonly label: string;
}

export function IconButton({ icon, label, className, ...rest }: IconButtonProps) {
  return (
    <Tip text={label}>
      <button
        type="button"
        aria-label={label}
        className={`grid size-7 place-items-center rounded-md text-ink-faint transition-colors hover:bg-sunken hover:text-ink disabled:pointer-events-none disabled:opacity-40 ${className ?? ''}`}
        {...rest}
      >
        <Icon name={icon} />
      </button>
    </Tip>
  );
}
