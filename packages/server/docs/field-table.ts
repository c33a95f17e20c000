import { type FieldSupport, fieldSupport } from '@samewire/shared-types';
import type { TObject } from 'typebox';
import { cell, markdownTable } from './markdown-table.ts';

/** Fields with how they are treated: those of the wire's document, or those beside it. */
export function fieldTable(schema: TObject, isExtension: boolean): string {
  return tableOf(schema, (support) => isExtensionField(support) === isExtension);
}

/** Where there is no document of OpenAI's to be beside. */
export function allFieldsTable(schema: TObject): string {
  return tableOf(schema, () => true);
}

function tableOf(schema: TObject, isShown: (support: FieldSupport) => boolean): string {
  const rows = Object.entries(schema.properties).flatMap(([name, field]) => {
    const support = fieldSupport(field);
    if (support === undefined) throw new Error(`${name} says nothing about its support.`);
    return isShown(support)
      ? [[`\`${name}\``, support.status, cell(describe(support))]]
      : [];
  });
  return markdownTable(['Field', 'Status', 'Notes'], rows);
}

function isExtensionField(support: FieldSupport): boolean {
  return support.status === 'implemented' && support.isExtension === true;
}

function describe(support: FieldSupport): string {
  if (support.status !== 'refused') return support.note;
  const error = support.code === null ? '' : ` Error \`${support.code}\`.`;
  const harmless = support.except
    .filter((value) => value !== null)
    .map((value) => `\`${JSON.stringify(value)}\``);
  const except = harmless.length === 0 ? '' : ` Passes: ${harmless.join(', ')}.`;
  return `${support.note}${error}${except}`;
}
