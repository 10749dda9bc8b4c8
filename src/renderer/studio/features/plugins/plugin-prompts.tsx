import { Button } from '@mantine/core';
import { IconPlug } from '@tabler/icons-react';
import { useCallback, useId } from 'react';
import type { PluginPrompt } from '#shared/contract/plugins.ts';
import { fill, type Strings } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { useAction } from '../../ui/use-action.ts';
import { useSecondsUntil } from '../../ui/use-seconds-until.ts';
import './plugin-prompts.css';

const SHOWN = 3;

/** Questions of plugins, over whatever page is shown. Names and pictures in them come from strangers. */
export function PluginPrompts() {
  const { plugins } = useStrings();
  const { value } = useWatch((api) => api.plugins.watchPrompts);
  if (value === undefined || value.length === 0) return null;
  const rest = value.length - SHOWN;
  return (
    <section className="plugin-prompts" aria-label={plugins.prompts} aria-live="assertive">
      {value.slice(0, SHOWN).map((prompt) => (
        <PromptCard key={prompt.id} prompt={prompt} />
      ))}
      {rest > 0 ? <p className="plugin-prompts-more">{fill(plugins.more, { n: rest })}</p> : null}
    </section>
  );
}

function PromptCard({ prompt }: { readonly prompt: PluginPrompt }) {
  const { plugins } = useStrings();
  const client = useClient();
  const titleId = useId();
  const textId = useId();
  const left = useSecondsUntil(prompt.expiresAt);
  const { run, busy } = useAction(
    plugins.decideFailed,
    useCallback((allow: boolean) => client.plugins.decide({ promptId: prompt.id, allow }), [client, prompt.id]),
  );
  const { title, text } = wordsOf(prompt, plugins);
  return (
    <div className="plugin-prompt" role="alertdialog" aria-labelledby={titleId} aria-describedby={textId}>
      <div className={prompt.kind === 'item' ? 'plugin-prompt-picture' : 'plugin-prompt-icon'}>
        {prompt.image === null ? <IconPlug size="1.5rem" aria-hidden /> : <img src={prompt.image} alt="" />}
      </div>
      <div className="plugin-prompt-words">
        <strong id={titleId}>{title}</strong>
        <span className="plugin-prompt-from">
          {fill(plugins.by, { developer: prompt.plugin.developer })} ·{' '}
          {prompt.origin === null ? plugins.program : fill(plugins.fromPage, { origin: prompt.origin })}
        </span>
        <p id={textId}>
          {text}
          {prompt.kind === 'token' && prompt.known ? ` ${plugins.knownBefore}` : ''}
        </p>
        <div className="plugin-prompt-buttons">
          <Button size="xs" variant="default" disabled={busy} onClick={() => void run(false)}>
            {plugins.deny}
          </Button>
          <Button size="xs" disabled={busy} onClick={() => void run(true)}>
            {plugins.allow}
          </Button>
          {prompt.expiresAt === null ? null : <span className="tabular">{fill(plugins.expires, { n: left })}</span>}
        </div>
      </div>
    </div>
  );
}

function wordsOf({ kind, plugin, fileName }: PluginPrompt, plugins: Strings['plugins']): { title: string; text: string } {
  const { name } = plugin;
  switch (kind) {
    case 'token':
      return { title: fill(plugins.askToken, { name }), text: plugins.askTokenText };
    case 'permission':
      return { title: fill(plugins.askPermission, { name }), text: plugins.askPermissionText };
    default:
      return { title: fill(plugins.askItem, { name }), text: fill(plugins.askItemText, { file: fileName ?? '' }) };
  }
}
