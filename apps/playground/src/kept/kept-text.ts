/** A text the browser keeps for this page, or null where it keeps nothing. */
export interface KeptText {
  read(): string | null;
  /** Null forgets it. Where storage is switched off nothing happens. */
  write(text: string | null): void;
}

/** `local` outlives the tab, `session` ends with it. */
export function keptText(area: 'local' | 'session', key: string): KeptText {
  const name = `samewire.${key}`;
  // Even naming the storage throws where it is switched off.
  const storage = () => (area === 'local' ? localStorage : sessionStorage);
  return {
    read() {
      try {
        return storage().getItem(name);
      } catch {
        return null;
      }
    },
    write(text) {
      try {
        if (text === null) storage().removeItem(name);
        else storage().setItem(name, text);
      } catch {
        // The value then lasts as long as the page.
      }
    },
  };
}
