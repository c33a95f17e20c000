import { expect } from 'vitest';

/** Families of Prometheus' text format, by their names. */
export interface ParsedFamily {
  readonly type: string;
  readonly help: string;
  /** Values by the name of the series, as it is written. */
  readonly series: Map<string, number>;
}

const sampleLine =
  /^([a-zA-Z_:][\w:]*)(\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)+\})? (-?[\d.e+-]+|NaN|[+-]Inf)$/;

/**
 * Reads the text format as strictly as Prometheus' own linter: every family has help and type
 * once, in front of its series; no series is there twice; every line is one of these.
 */
export function parseExposition(text: string): Map<string, ParsedFamily> {
  expect(text.endsWith('\n')).toBe(true);
  const families = new Map<string, ParsedFamily>();
  let help: readonly string[] = [];
  let current: { name: string; family: ParsedFamily } | undefined;
  for (const line of text.slice(0, -1).split('\n')) {
    const helpLine = /^# HELP (\S+) (.+)$/.exec(line);
    const typeLine = /^# TYPE (\S+) (counter|gauge|histogram)$/.exec(line);
    if (helpLine !== null) help = helpLine.slice(1);
    else if (typeLine !== null) {
      const [, name = '', type = ''] = typeLine;
      expect([name, help[0]]).toEqual([name, name]);
      expect([name, families.has(name)]).toEqual([name, false]);
      current = { name, family: { type, help: help[1] ?? '', series: new Map() } };
      families.set(name, current.family);
    } else {
      const [, name = '', labels = '', value] = sampleLine.exec(line) ?? [];
      const suffix = name.slice(current?.name.length);
      const suffixes =
        current?.family.type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
      expect([line, name.startsWith(current?.name ?? '#')]).toEqual([line, true]);
      expect([line, suffixes]).toEqual([line, expect.arrayContaining([suffix])]);
      const series = name + labels;
      expect([series, current?.family.series.has(series)]).toEqual([series, false]);
      current?.family.series.set(series, toNumber(value ?? ''));
    }
  }
  return families;
}

function toNumber(text: string): number {
  return text.endsWith('Inf') ? Number(text.replace('Inf', 'Infinity')) : Number(text);
}
