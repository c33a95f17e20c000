import type { ComponentProps } from 'react';
import { Icon, type IconName } from './icon.tsx';

type Look = 'send' | 'stop' | 'quiet';

const looks: Readonly<Record<Look, string>> = {
  send: 'bg-out-fill text-on-fill hover:bg-out-fill-hover font-semibold',
  stop: 'bg-ink text-paper hover:bg-ink-soft font-semibold',
  quiet:
    'border border-line bg-paper text-ink-soft hover:border-line-strong hover:text-ink',
};

interface ButtonProps extends Omit<ComponentProps<'button'>, 'type'> {
  readonly look: Look;
  readonly icon?: IconName;
  readonly type?: 'button' | 'submit';
}

export function Button({ look, icon, type, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type={type ?? 'button'}
      className={`inline-flex h-8 items-center gap-1.5 rounded-md px-3 text-sm whitespace-nowrap transition-colors disabled:pointer-events-none disabled:opacity-45 ${looks[look]} ${className ?? ''}`}
      {...rest}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}
