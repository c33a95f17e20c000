import { renderConfiguration } from './configuration.ts';
import { renderErrors } from './errors.ts';
import { renderMetrics } from './metrics.ts';
import { renderWireCompatibility } from './wire-compatibility.ts';

/** The pages of docs/ that are made from code, by file name. */
export const generatedDocs: Readonly<Record<string, () => string | Promise<string>>> = {
  'configuration.md': renderConfiguration,
  'errors.md': renderErrors,
  'metrics.md': renderMetrics,
  'wire-compatibility.md': renderWireCompatibility,
};

/** Where they belong. */
export const docsUrl = new URL('../../../docs/', import.meta.url);
