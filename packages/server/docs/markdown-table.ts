/** A Markdown table with its columns lined up, as the formatter would leave it. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const widths = header.map((title, column) =>
    Math.max(
      3,
      ...[title, ...rows.map((row) => row[column] ?? '')].map(({ length }) => length),
    ),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  return [line(header), line(rule), ...rows.map(line)].join('\n');
}

/** Text for a cell: a bar would end it. */
export function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}
