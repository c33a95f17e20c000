import { useState, type FormEvent } from 'react';
import { useStore } from 'zustand';
import { Button } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { apiKeyStore, forgetKey, setKey } from './api-key-store.ts';

/** Asks for the key once the server has, and only then. */
export function ApiKeyBar() {
  const { apiKey, wanted } = useStore(apiKeyStore);
  const [typed, setTyped] = useState('');
  if (!wanted) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== '') setKey(typed.trim());
    setTyped('');
  };
  return (
    <form
      onSubmit={submit}
      aria-label="API key"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-out-line bg-out-tint px-4 py-2"
    >
      <Icon name="key" className="text-out" />
      <label htmlFor="api-key" className="font-medium">
        {apiKey === undefined
          ? 'This server asks for an API key'
          : 'The server did not accept this API key'}
      </label>
      <input
        id="api-key"
        type="password"
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className="h-8 min-w-0 max-w-md flex-1 basis-48 rounded-md border border-line-strong bg-paper px-2 font-mono text-xs"
      />
      <Button look="send" type="submit" disabled={typed.trim() === ''}>
        Use key
      </Button>
      {apiKey !== undefined && (
        <Button look="quiet" onClick={forgetKey}>
          Forget the old one
        </Button>
      )}
      <p className="basis-full text-xs text-ink-soft">
        The key stays in this browser tab until you close it, and goes to this server
        only.
      </p>
    </form>
  );
}
