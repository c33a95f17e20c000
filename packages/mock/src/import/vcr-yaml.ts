import { parse, type ScalarTag } from 'yaml';
import { fromBase64 } from '../exchange/bytes.ts';

/** Ruby writes `!binary` where YAML's own name is `!!binary`. */
const rubyBinary: ScalarTag = {
  tag: '!binary',
  identify: () => false,
  resolve: (text) => fromBase64(text),
};

/** Reads the YAML of Python's and Ruby's VCR, which is YAML 1.1. */
export function parseVcrYaml(text: string): unknown {
  return parse(text, { version: '1.1', customTags: [rubyBinary, 'binary'] });
}
