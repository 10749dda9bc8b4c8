import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconMovie, IconX } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { Clip } from '#shared/clips/show-mark.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { useCopy } from '../../ui/copy.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';

/** Saved clips, newest first. */
export function ClipList({ clips: saved }: { readonly clips: readonly Clip[] }) {
  const { clips } = useStrings();
  return (
    <Panel title={clips.clips} icon={<IconMovie size="1.25rem" />}>
      {saved.length === 0 ? (
        <EmptyState icon={<IconMovie size="1.5rem" />} title={clips.clipsNone} hint={clips.clipsNoneHint} />
      ) : (
        <ul className="clip-list">
          {saved.map((clip) => (
            <ClipRow key={clip.id} clip={clip} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function ClipRow({ clip }: { readonly clip: Clip }) {
  const { clips } = useStrings();
  const language = useInterfaceLanguage();
  const client = useClient();
  const { copied, copy } = useCopy();
  const { run, busy } = useAction(
    clips.forgetFailed,
    useCallback(async () => void (await client.clips.removeClip({ id: clip.id })), [client, clip.id]),
  );
  return (
    <li className="clip-row">
      <div className="clip-words">
        <strong>{clip.title || clips.untitled}</strong>
        <span>{new Date(clip.atMs).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'medium' })}</span>
        <code className="clip-path">{clip.path}</code>
      </div>
      <Tooltip label={clips.copyPath}>
        <ActionIcon variant="subtle" aria-label={clips.copyPath} onClick={() => copy(clip.path)}>
          {copied ? <IconCheck size="1.1rem" /> : <IconCopy size="1.1rem" />}
        </ActionIcon>
      </Tooltip>
      <Tooltip label={clips.forgetClipHint}>
        <ActionIcon variant="subtle" color="gray" aria-label={clips.forgetClip} loading={busy} onClick={() => void run()}>
          <IconX size="1.1rem" />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}
