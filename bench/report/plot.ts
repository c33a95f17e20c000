import {
  contendersOf,
  formatRatio,
  ratioTo,
  type Results,
  type ScenarioResult,
} from './results.ts';

const labelWidth = 470;
const plotWidth = 380;
const barHeight = 12;
const rowGap = 14;
const legendColumns = 2;
const legendColumnWidth = 190;
const legendRowHeight = 18;
/** The axis is logarithmic: twice as good is as far from 1 as half as good. */
const ticks = [0.5, 1, 2, 4, 8, 16, 32];

interface Bar {
  readonly contender: string;
  readonly ratio: number;
}

interface Row {
  readonly label: string;
  readonly bars: readonly Bar[];
}

/** How much better samewire is in every metric of every scenario, as an SVG picture. */
export function plotRatios({ scenarios }: Results): string {
  const rows = scenarios.flatMap(rowsOf);
  const contenders = [
    ...new Set(rows.flatMap(({ bars }) => bars.map(({ contender }) => contender))),
  ];
  const top = 44 + Math.ceil(contenders.length / legendColumns) * legendRowHeight;
  let y = top;
  const body = rows.map((row) => {
    const drawn = drawRow(row, y, contenders);
    y += row.bars.length * barHeight + rowGap;
    return drawn;
  });
  const height = y + 10;
  const grid = ticks.map((tick) => {
    const x = labelWidth + position(tick);
    const kind = tick === 1 ? 'one' : 'tick';
    return (
      `<line class="${kind}" x1="${x}" y1="${top - 10}" x2="${x}" y2="${height - 12}"/>` +
      `<text class="axis" x="${x}" y="${top - 16}" text-anchor="middle">${tick}×</text>`
    );
  });
  const legend = contenders.map((contender, index) => {
    const x = labelWidth + (index % legendColumns) * legendColumnWidth;
    const legendY = 10 + Math.floor(index / legendColumns) * legendRowHeight;
    return (
      `<rect class="bar-${index}" x="${x}" y="${legendY}" width="12" height="12"/>` +
      `<text x="${x + 18}" y="${legendY + 10}">against ${escape(contender)}</text>`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${labelWidth + plotWidth + 60} ${height}" font-family="system-ui, sans-serif" font-size="12" role="img">`,
    '<title>How many times better samewire is, for each metric</title>',
    `<style>${style}</style>`,
    '<rect class="paper" width="100%" height="100%"/>',
    ...legend,
    ...grid,
    ...body,
    '</svg>\n',
  ].join('\n');
}

const style = [
  '.paper{fill:#fff}text{fill:#1c2733}.axis,.value{fill:#566575}',
  '.bar-0{fill:#0b6aa2}.bar-1{fill:#b4511a}.bar-2{fill:#4c7a34}',
  '.bar-3{fill:#7a4fa3}.bar-4{fill:#8a6d1f}',
  '.tick{stroke:#dde4ea}.one{stroke:#1c2733}',
  '@media(prefers-color-scheme:dark){.paper{fill:#10161c}text{fill:#e3eaf0}',
  '.axis,.value{fill:#93a3b3}.tick{stroke:#26323d}.one{stroke:#e3eaf0}',
  '.bar-0{fill:#4ba3d8}.bar-1{fill:#e08a52}.bar-2{fill:#86b96a}',
  '.bar-3{fill:#b491d8}.bar-4{fill:#cbab55}}',
].join('');

function rowsOf(result: ScenarioResult): Row[] {
  const [, others] = contendersOf(result);
  return result.metrics.map((metric) => ({
    label: `${result.name}: ${metric.name}`,
    bars: others
      .map((contender) => ({ contender, ratio: ratioTo(result, contender, metric) }))
      .filter(({ ratio }) => !Number.isNaN(ratio)),
  }));
}

function drawRow({ label, bars }: Row, y: number, contenders: readonly string[]): string {
  const middle = y + (bars.length * barHeight) / 2 + 4;
  const drawn = bars.map(({ contender, ratio }, index) => {
    const barY = y + index * barHeight;
    const isFinite = Number.isFinite(ratio) && ratio > 0;
    const end = isFinite ? position(ratio) : plotWidth;
    const [from, to] = [Math.min(position(1), end), Math.max(position(1), end)];
    const value = isFinite ? formatRatio(ratio) : 'all of it';
    return (
      `<rect class="bar-${contenders.indexOf(contender)}" x="${labelWidth + from}" y="${barY + 1}" width="${Math.max(to - from, 1).toFixed(1)}" height="${barHeight - 2}"/>` +
      `<text class="value" font-size="10" x="${(labelWidth + to + 4).toFixed(1)}" y="${barY + 10}">${value}</text>`
    );
  });
  return `<text x="${labelWidth - 12}" y="${middle}" text-anchor="end">${escape(label)}</text>${drawn.join('')}`;
}

function position(ratio: number): number {
  const [lowest = 1, highest = 1] = [ticks[0], ticks.at(-1)];
  const clamped = Math.min(Math.max(ratio, lowest), highest);
  return (Math.log(clamped / lowest) / Math.log(highest / lowest)) * plotWidth;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
