import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { Field } from '../cassette/field.ts';
import type { FaultRule } from '../faults/fault-rule.ts';
import { readFaultRule } from '../faults/read-fault-rule.ts';
import { type MockMode, mockModes } from '../mock/mode.ts';
import type { TlsOptions } from '../server/tls/options.ts';
import { UsageError } from './usage-error.ts';

/** What was typed. */
export interface ServeFlags {
  readonly port: string;
  readonly host: string;
  readonly mode?: string;
  readonly upstream?: readonly string[];
  readonly recordTo?: string;
  readonly repeat: string;
  readonly seed: string;
  readonly speed: string;
  readonly minGap: string;
  readonly joinChunks?: boolean;
  readonly faults?: string;
  readonly ignore?: readonly string[];
  readonly assertDone?: boolean;
  readonly untilInputEnds?: boolean;
  readonly imitate?: string;
  readonly say: string;
  readonly cors?: readonly string[];
  readonly tls?: boolean;
  readonly tlsCa?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

/** An option that may be given several times. */
export function collect(
  value: string,
  before: readonly string[] | undefined,
): readonly string[] {
  return [...(before ?? []), value];
}

/** @throws UsageError */
export function toMode(
  flag: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): MockMode {
  const text = flag ?? env['SAMEWIRE_MOCK_MODE'] ?? 'replay';
  const mode = mockModes.find((candidate) => candidate === text);
  if (mode === undefined)
    throw new UsageError(
      `expected a mode, one of ${mockModes.join(', ')}, not '${text}'`,
    );
  if (mode !== 'replay' && mode !== 'lockdown') requireOnline(`the mode '${mode}'`, env);
  return mode;
}

/**
 * Makes sure that providers may be asked.
 *
 * @param what asks them
 * @throws UsageError where CI is set
 */
export function requireOnline(
  what: string,
  env: Readonly<Record<string, string | undefined>>,
): void {
  if (isSet(env['CI']) && !isSet(env['SAMEWIRE_MOCK_ONLINE']))
    throw new UsageError(
      `${what} asks providers, which does not happen where CI is set. ` +
        `Set SAMEWIRE_MOCK_ONLINE=1 if it is meant`,
    );
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false' && value !== '0';
}

/** @throws UsageError */
export function toNumber(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0))
    throw new UsageError(`expected a number from 0 on for --${name}, not '${text}'`);
  return value;
}

/**
 * `https://…` for everything, or `/groq=https://…` for what begins so.
 *
 * @throws UsageError
 */
export function toUpstreamOption(
  flags: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    flags.map((flag) => {
      const [, prefix = '', base = ''] =
        /^(?:(\/[^=]*)=)?(https?:\/\/.+)$/.exec(flag) ?? [];
      if (base === '')
        throw new UsageError(
          `expected an address (https://api.openai.com) or one for a path ` +
            `(/groq=https://api.groq.com) for --upstream, not '${flag}'`,
        );
      return [prefix, base];
    }),
  );
}

/**
 * The certificate to show, if any.
 *
 * @throws UsageError
 */
export function toTls(
  { tls, tlsCa, tlsCert, tlsKey }: ServeFlags,
  cwd: string,
): TlsOptions | undefined {
  if (tlsCert === undefined && tlsKey === undefined)
    return tls === true || tlsCa !== undefined ? 'self-made' : undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new UsageError('--tls-cert and --tls-key go together');
  if (tlsCa !== undefined)
    throw new UsageError('--tls-ca is for a certificate made here, not for --tls-cert');
  return { cert: readPem(tlsCert, cwd), key: readPem(tlsKey, cwd) };
}

function readPem(path: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, path), 'utf8');
  } catch {
    throw new UsageError(`cannot read ${path}`);
  }
}

/**
 * Reads a list of fault rules from YAML or JSON.
 *
 * @throws CassetteError, UsageError
 */
export function readFaults(path: string, cwd: string): readonly FaultRule[] {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, path), 'utf8');
  } catch {
    throw new UsageError(`cannot read the faults in ${path}`);
  }
  return new Field(parse(text), path).items().map(readFaultRule);
}
