import { execFile } from 'node:child_process';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { blocks, table } from '../docs/markdown.ts';

/** What one server took, round by round. */
export interface Samples {
  readonly startMs: number[];
  readonly startCpuMs: number[];
  readonly commandMs: number[];
  readonly jsonMs: number[];
  readonly streamMs: number[];
  readonly perSecond: number[];
}

interface Measure {
  readonly name: string;
  readonly of: keyof Samples;
  readonly digits: number;
  /** As many times the bare server's as this at most; for a rate, at least. */
  readonly target?: { readonly ratio: number; readonly isRate?: true };
}

const measures: readonly Measure[] = [
  { name: 'JSON answer, p50 ms', of: 'jsonMs', digits: 3, target: { ratio: 1.4 } },
  { name: '100 events, p50 ms', of: 'streamMs', digits: 3, target: { ratio: 1.3 } },
  {
    name: 'answers/s, 64 at once',
    of: 'perSecond',
    digits: 0,
    target: { ratio: 0.65, isRate: true },
  },
  { name: 'import and start, ms', of: 'startMs', digits: 1 },
  { name: 'the same, ms on a core', of: 'startCpuMs', digits: 1 },
  { name: 'its command until it listens, ms', of: 'commandMs', digits: 0 },
];

const withTarget = measures.filter(({ target }) => target !== undefined);

export function median(values: readonly number[]): number {
  return (
    values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0
  );
}

/** docs/benchmarks/mock.md: each measure with its spread, and its ratio to the bare server. */
export async function renderSpeed(
  samples: Readonly<Record<string, Samples>>,
): Promise<string> {
  const kinds = Object.keys(samples);
  const numRounds = samples['raw']?.jsonMs.length ?? 0;
  const { unpackedSize, size } = await packageSize();
  const page = blocks(
    '# How fast the mock is',
    `The mock beside a bare \`node:http\` server that gives the same answers and does nothing else${
      'aimock' in samples ? ', and beside aimock' : ''
    }: each in a process of its own, over
loopback, with a keep-alive client of \`node:http\`. ${numRounds} rounds, the servers in turns within each.
A ratio is of one round's figures, so that both sides saw the same machine; the table has the median,
and the lowest and the highest round.`,
    `\`\`\`sh
npm run build
npm install --prefix /tmp/aimock @copilotkit/aimock@1.43.0
AIMOCK=/tmp/aimock/node_modules/@copilotkit/aimock \\
  node packages/mock/bench/speed.ts --out docs/benchmarks/mock.md
\`\`\``,
    `${cpus()[0]?.model ?? 'unknown CPU'}, ${availableParallelism()} cores, Node ${process.versions.node}. Other work was on the machine, with a load of
${loadavg()[0]?.toFixed(1) ?? '?'} when this was written: ratios tell more than milliseconds.`,
    table(
      ['Measure', ...kinds],
      measures.map(({ name, of, digits }) =>
        [name].concat(kinds.map((kind) => spread(samples[kind]?.[of] ?? [], digits))),
      ),
    ),
    table(
      ['Of the bare server', ...kinds.slice(1), 'target'],
      withTarget.map((measure) =>
        [measure.name].concat(
          kinds.slice(1).map((kind) => ratios(samples, kind, measure)),
          targetOf(measure),
        ),
      ),
    ),
    `Import and start is what a test run pays that has \`node:http\` loaded already; the target is 40 ms on
a quiet machine, and listening alone is the bare server's figure. The commands are
\`samewire-mock serve\`, aimock's \`llmock\`, and five lines that import \`node:http\` and listen: they begin
with Node's own start, and with that import, for which Node loads all of undici.`,
    `The mock keeps chunks apart by default, two milliseconds between two, which a client in another
process needs to see each (\`packages/mock/bench/chunks.ts\`): 100 events then take at least 0.2 s. These
figures are with \`--join-chunks\`, which gives that up for speed. A JSON answer is the same either way.`,
    `The package has ${kilobytes(unpackedSize)} unpacked, ${kilobytes(size)} packed (\`npm pack --dry-run\`); the target is 1,000 kB.`,
  );
  return `${page}\n`;
}

function spread(values: readonly number[], digits: number): string {
  const show = (value: number) => value.toFixed(digits);
  return `${show(median(values))} (${show(Math.min(...values))} to ${show(Math.max(...values))})`;
}

function ratios(
  samples: Readonly<Record<string, Samples>>,
  kind: string,
  { of, target }: Measure,
): string {
  if (target === undefined) return '';
  const raw = samples['raw']?.[of] ?? [];
  const values = (samples[kind]?.[of] ?? []).map((value, at) => value / (raw[at] ?? 1));
  return spread(values, 2);
}

function targetOf({ target }: Measure): string {
  if (target === undefined) return '';
  return target.isRate === true ? `at least ${target.ratio}` : `at most ${target.ratio}`;
}

async function packageSize(): Promise<{ unpackedSize: number; size: number }> {
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const { stdout } = await promisify(execFile)(
    'npm',
    ['pack', '--dry-run', '--json', '--ignore-scripts'],
    { cwd, maxBuffer: 2 ** 26 },
  );
  const parsed = JSON.parse(stdout) as unknown;
  const [packed] = Object.values(parsed as object) as [
    { unpackedSize: number; size: number },
  ];
  return packed;
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000).toLocaleString('en')} kB`;
}
