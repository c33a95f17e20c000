import { createStore } from 'zustand/vanilla';
import { keptText } from '../kept/kept-text.ts';

const kept = keptText('local', 'announce-answers');

/** Whether finished sentences are read out by screen readers. */
export const announcerStore = createStore<{ readonly isOn: boolean }>(() => ({
  isOn: kept.read() !== 'off',
}));

export function setAnnouncing(isOn: boolean): void {
  announcerStore.setState({ isOn });
  kept.write(isOn ? 'on' : 'off');
}
