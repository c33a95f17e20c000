import { createStore } from 'zustand/vanilla';
import { keptText } from '../kept/kept-text.ts';

const kept = keptText('session', 'api-key');

export interface ApiKeyState {
  readonly apiKey: string | undefined;
  /** The server refused a request for want of a valid key. */
  readonly wanted: boolean;
}

/** The key stays in this tab: session storage ends with it. */
export const apiKeyStore = createStore<ApiKeyState>(() => ({
  apiKey: kept.read() ?? undefined,
  wanted: false,
}));

export function setKey(apiKey: string): void {
  kept.write(apiKey);
  apiKeyStore.setState({ apiKey, wanted: false });
}

export function forgetKey(): void {
  kept.write(null);
  apiKeyStore.setState({ apiKey: undefined });
}

/** To be called when the server answered 401. */
export function askForKey(): void {
  apiKeyStore.setState({ wanted: true });
}
