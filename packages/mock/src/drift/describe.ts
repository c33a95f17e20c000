import type { DriftReport } from './compare.ts';
import type { DriftFinding } from './finding.ts';

const marks = { added: '+', missing: '-', changed: '~' } as const;

/**
 * A report in words, one line a finding, those that break clients first.
 *
 * @param title what was compared, as `groq, streamed text`.
 *
 * @example
 * describeDrift(report, 'groq, streamed text');
 * // groq, streamed text: 2 differences, 1 of them may break clients
 * //   - header x-groq-region is missing; it was text
 * //   + field usage.cost is new: number
 */
export function describeDrift({ findings }: DriftReport, title = 'answer'): string {
  if (findings.length === 0) return `${title}: no difference`;
  const numBreaking = findings.filter(({ breaks }) => breaks).length;
  const count = findings.length === 1 ? '1 difference' : `${findings.length} differences`;
  const breaking =
    numBreaking === 0
      ? 'none of them breaks clients'
      : `${numBreaking} may break clients`;
  const lines = findings
    .toSorted((a, b) => Number(b.breaks) - Number(a.breaks))
    .map((finding) => `  ${marks[finding.kind]} ${sentence(finding)}`);
  return [`${title}: ${count}, ${breaking}`, ...lines].join('\n');
}

function sentence({ kind, what, where, was, is }: DriftFinding): string {
  if (what === 'order') return `keys of ${where} stood as ${was}; now as ${is}`;
  if (what === 'presence') return `field ${where} was ${was}; now it is ${is}`;
  if (what === 'place')
    return `field ${where} stood at ${was}; now at ${is} of the stream`;
  const subject = what === 'field' || what === 'header' ? `${what} ${where}` : where;
  if (kind === 'added') return `${subject} is new${is === undefined ? '' : `: ${is}`}`;
  if (kind === 'missing') {
    return `${subject} is missing${was === undefined ? '' : `; it was ${was}`}`;
  }
  return `${subject} was ${was}; now it is ${is}`;
}
