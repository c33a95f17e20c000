import type { HeaderList } from '../exchange/header-list.ts';
import type { EffectContext } from './effect.ts';

/** When to come back, in each of the ways providers say it. Default: a second. */
export function retryAfterHeaders({ rule }: EffectContext): HeaderList {
  const ms = rule.ms ?? 1000;
  const seconds = String(Math.ceil(ms / 1000));
  switch (rule.retryAfter ?? 'seconds') {
    case 'seconds':
      return [['retry-after', seconds]];
    case 'milliseconds':
      return [
        ['retry-after', seconds],
        ['retry-after-ms', String(ms)],
      ];
    case 'date':
      return [['retry-after', new Date(Date.now() + ms).toUTCString()]];
    case 'none':
      return [];
  }
}
