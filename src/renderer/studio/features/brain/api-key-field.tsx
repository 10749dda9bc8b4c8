import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useCallback, useState } from 'react';
import { useStore } from 'zustand';
import type { SecretName } from '#shared/settings/settings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSession } from '../../session/session-context.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';

interface ApiKeyFieldProps {
  readonly secret: SecretName;
  /** What it is called; an API key, unless it says otherwise. */
  readonly label?: string;
  readonly hint?: string;
  /** How such a key begins. */
  readonly beginning?: string;
  /** Words for a secret that is no key. */
  readonly words?: { readonly save: string; readonly remove: string; readonly saved: string; readonly removed: string };
}

/** Write-only: the key goes to the host's secret store and never comes back. */
export function ApiKeyField({ secret, label, hint, beginning = 'sk-…', words }: ApiKeyFieldProps) {
  const { brain, errors } = useStrings();
  const { client, settings } = useSession();
  const isSet = useStore(settings, ({ view }) => view?.secrets[secret] === true);
  const [key, setKey] = useState('');
  const keep = useCallback((value: string) => client.studio.setSecret({ name: secret, value }), [client, secret]);
  const { run, busy } = useAction(errors.title, keep);
  const submit = async (value: string): Promise<void> => {
    if ((await run(value)) === undefined) return;
    setKey('');
    showToast({
      tone: 'good',
      title: value === '' ? (words?.removed ?? brain.apiKeyRemoved) : (words?.saved ?? brain.apiKeySaved),
    });
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (key.trim() !== '') void submit(key.trim());
  };
  return (
    <form className="api-key" onSubmit={onSubmit}>
      <PasswordInput
        className="api-key-input"
        size="sm"
        autoComplete="off"
        label={
          <>
            {label ?? brain.apiKey}{' '}
            <span className={isSet ? 'tag tag-good' : 'tag'}>{isSet ? brain.apiKeySet : brain.apiKeyUnset}</span>
          </>
        }
        description={hint ?? brain.apiKeyHint}
        placeholder={isSet ? '••••••••••••' : beginning}
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={key.trim() === ''} loading={busy}>
        {words?.save ?? brain.apiKeySave}
      </Button>
      {isSet ? (
        <Button variant="subtle" color="red" disabled={busy} onClick={() => void submit('')}>
          {words?.remove ?? brain.apiKeyRemove}
        </Button>
      ) : null}
    </form>
  );
}
