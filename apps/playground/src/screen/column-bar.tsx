import { addColumn, maxColumns, removeColumn } from '../board/columns.ts';
import { showVariant } from '../board/board-store.ts';
import type { Variant } from '../board/board.ts';
import { columnName, describeColumn } from '../board/column-name.ts';
import { Button } from '../controls/button.tsx';
import { IconButton } from '../controls/icon-button.tsx';

interface ColumnBarProps {
  readonly variants: readonly Variant[];
  readonly shown: Variant;
}

/** Whose settings are shown, and one column more to compare with. */
export function ColumnBar({ variants, shown }: ColumnBarProps) {
  const canAdd = variants.length < maxColumns;
  return (
    <div role="group" aria-label="Columns" className="flex items-center gap-1">
      {variants.length > 1 &&
        variants.map((variant, at) => (
          <button
            key={variant.id}
            type="button"
            aria-pressed={variant === shown}
            title={describeColumn(variant)}
            onClick={() => showVariant(variant.id)}
            className="size-7 rounded-md text-xs text-ink-soft hover:bg-sunken aria-pressed:bg-sunken aria-pressed:font-semibold aria-pressed:text-ink"
          >
            {columnName(at)}
          </button>
        ))}
      {variants.length > 1 && (
        <IconButton
          icon="close"
          label={`Remove column ${columnName(variants.indexOf(shown))}`}
          onClick={() => removeColumn(shown.id)}
        />
      )}
      {canAdd && (
        <Button look="quiet" icon="plus" onClick={addColumn}>
          Add column
        </Button>
      )}
    </div>
  );
}
