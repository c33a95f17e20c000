import type { TokenLogprob } from '../wire/chat-wire.ts';
import { formatProbability, probabilityOf } from './heat.ts';
import { visibleLabel } from './token-text.ts';

/** The token looked at, and what the model might have said in its place. */
export function AlternativesTable({ token }: { token: TokenLogprob }) {
  const alternatives = token.top_logprobs ?? [];
  const rows = alternatives.some(({ token: text }) => text === token.token)
    ? alternatives
    : [token, ...alternatives].toSorted((a, b) => b.logprob - a.logprob);
  return (
    <table className="w-full max-w-md rounded-md border border-line font-mono text-xs">
      <caption className="sr-only">The model’s choices at this place</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Token</th>
          <th scope="col">Probability</th>
          <th scope="col">Bar</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, place) => (
          // Two alternatives may read alike when they are parts of characters.
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={place} className="border-t border-line first:border-t-0">
            <th scope="row" className="px-2.5 py-1 text-left font-medium">
              {visibleLabel(row)}{' '}
              {row.token === token.token && (
                <span className="ml-1 font-sans text-2xs text-in">chosen</span>
              )}
            </th>
            <td className="w-20 px-2.5 py-1 text-right text-ink-soft">
              {formatProbability(row)}
            </td>
            <td className="w-32 px-2.5">
              <svg
                viewBox="0 0 100 4"
                preserveAspectRatio="none"
                className="h-1.5 w-full"
              >
                <rect width="100" height="4" className="fill-sunken" />
                <rect width={probabilityOf(row) * 100} height="4" className="fill-in" />
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
