import { Menu } from '@base-ui/react/menu';
import { useStore } from 'zustand';
import { announcerStore, setAnnouncing } from '../announcer/announcer-store.ts';
import { Icon } from '../controls/icon.tsx';
import {
  chooseTheme,
  themeChoices,
  themeStore,
  type ThemeChoice,
} from './theme-store.ts';

const themeLabels: Readonly<Record<ThemeChoice, string>> = {
  system: 'Like the system',
  light: 'Light',
  dark: 'Dark',
};

const itemClass =
  'grid cursor-default grid-cols-[1rem_1fr] items-center gap-2 rounded px-2 py-1.5 outline-none data-highlighted:bg-sunken';

/** How the page looks and speaks. */
export function DisplayMenu() {
  const choice = useStore(themeStore, (state) => state.choice);
  const announces = useStore(announcerStore, (state) => state.isOn);
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label="Display"
        className="grid size-8 place-items-center rounded-md text-ink-soft transition-colors hover:bg-sunken hover:text-ink data-popup-open:bg-sunken"
      >
        <Icon name={choice === 'dark' ? 'moon' : 'sun'} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end" className="z-40">
          <Menu.Popup className="w-60 rounded-lg border border-line bg-paper p-1 text-sm shadow-popup outline-none">
            <Menu.RadioGroup
              value={choice}
              onValueChange={(value: ThemeChoice) => chooseTheme(value)}
            >
              {themeChoices.map((theme) => (
                <Menu.RadioItem key={theme} value={theme} className={itemClass}>
                  <span className="grid size-4">
                    <Menu.RadioItemIndicator>
                      <Icon name="check" />
                    </Menu.RadioItemIndicator>
                  </span>
                  {themeLabels[theme]}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <Menu.Separator className="my-1 border-t border-line" />
            <Menu.CheckboxItem
              checked={announces}
              onCheckedChange={setAnnouncing}
              className={itemClass}
            >
              <span className="grid size-4">
                <Menu.CheckboxItemIndicator>
                  <Icon name="check" />
                </Menu.CheckboxItemIndicator>
              </span>
              Announce answers to screen readers
            </Menu.CheckboxItem>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
