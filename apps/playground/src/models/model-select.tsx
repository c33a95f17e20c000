import { Select } from '@base-ui/react/select';
import { changeVariant } from '../board/board-store.ts';
import type { Variant } from '../board/board.ts';
import { Icon } from '../controls/icon.tsx';
import { useModels } from './use-models.ts';

/** Which model a column asks. */
export function ModelSelect({ variant }: { variant: Variant }) {
  const { ids, defaultModel, isPending } = useModels();
  const model = variant.model ?? defaultModel ?? null;
  return (
    <Select.Root
      value={model}
      disabled={ids.length === 0}
      onValueChange={(chosen) =>
        changeVariant(variant.id, { model: chosen ?? undefined })
      }
    >
      <Select.Trigger
        aria-label="Model"
        className="flex h-8 min-w-0 items-center gap-2 rounded-md px-2 font-mono text-xs font-medium transition-colors hover:bg-sunken data-disabled:text-ink-faint data-popup-open:bg-sunken"
      >
        <span className="truncate">
          {model ?? (isPending ? 'Reading the model list' : 'No model yet')}
        </span>
        <Select.Icon className="text-ink-faint">
          <Icon name="chevronDown" />
        </Select.Icon>
      </Select.Trigger>
      <Select.Portal>
        <Select.Positioner
          sideOffset={4}
          align="start"
          alignItemWithTrigger={false}
          className="z-40 outline-none"
        >
          <Select.Popup className="max-h-(--available-height) max-w-[calc(100vw-1rem)] min-w-56 overflow-y-auto rounded-lg border border-line bg-paper p-1 shadow-popup outline-none">
            <Select.List>
              {ids.map((id) => (
                <Select.Item
                  key={id}
                  value={id}
                  className="grid cursor-default grid-cols-[1rem_1fr] items-center gap-2 rounded px-2 py-1.5 font-mono text-xs outline-none data-highlighted:bg-sunken"
                >
                  <span className="grid size-4">
                    <Select.ItemIndicator>
                      <Icon name="check" />
                    </Select.ItemIndicator>
                  </span>
                  <Select.ItemText className="truncate">{id}</Select.ItemText>
                </Select.Item>
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}
