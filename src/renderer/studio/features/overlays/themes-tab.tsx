import { Button, Modal } from '@mantine/core';
import { IconCheck, IconFolderPlus, IconPalette, IconTrash, IconZip } from '@tabler/icons-react';
import { useCallback, useRef, useState } from 'react';
import type { OwnTheme, ThemeImport } from '#shared/contract/overlays.ts';
import { overlayAddress } from '#shared/overlays/overlay-address.ts';
import { SHIPPED_THEMES } from '#shared/overlays/overlay-list.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useInfo, useSettings } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useSave } from '../../ui/use-save.ts';
import { type FileGroup, groupFromFolder, groupsFromFiles } from '../avatar/dropped-files.ts';
import { sendPieces } from '../avatar/send-files.ts';

interface ThemesTabProps {
  readonly themes: readonly OwnTheme[];
  readonly imports: readonly ThemeImport[];
}

/** The look of all overlays together, and the streamer's own themes. */
export function ThemesTab({ themes, imports }: ThemesTabProps) {
  const { overlays: words } = useStrings();
  const info = useInfo();
  return (
    <div className="cards">
      <Panel title={words.themes.shipped} hint={words.themeAll} icon={<IconPalette size="1.25rem" />}>
        <ul className="overlay-themes">
          {SHIPPED_THEMES.map((id) => (
            <ThemeCard key={id} id={id} name={words.themeNames[id]} stageUrl={info?.stageUrl} />
          ))}
        </ul>
      </Panel>
      <OwnThemes themes={themes} imports={imports} stageUrl={info?.stageUrl} />
    </div>
  );
}

interface ThemeCardProps {
  readonly id: string;
  readonly name: string;
  readonly stageUrl: string | undefined;
  readonly notes?: readonly string[];
  readonly onRemove?: () => void;
}

/** A theme with an alert in it, as it looks. */
function ThemeCard({ id, name, stageUrl, notes = [], onRemove }: ThemeCardProps) {
  const { overlays } = useStrings();
  const words = overlays.themes;
  const isUsed = useSettings((settings) => settings.overlays.theme === id);
  const save = useSave();
  return (
    <li className="overlay-theme" data-used={isUsed || undefined}>
      <div className="overlay-theme-picture" data-backdrop="game">
        {stageUrl === undefined ? null : (
          <iframe
            title={name}
            tabIndex={-1}
            loading="lazy"
            src={`${overlayAddress(stageUrl, ['goals'])}&preview=1&theme=${encodeURIComponent(id)}`}
          />
        )}
      </div>
      <div className="overlay-theme-foot">
        <strong>{name}</strong>
        {onRemove === undefined ? null : (
          <Button size="compact-xs" variant="subtle" color="gray" leftSection={<IconTrash size="0.85rem" />} onClick={onRemove}>
            {words.remove}
          </Button>
        )}
        <Button
          size="compact-xs"
          variant={isUsed ? 'light' : 'default'}
          leftSection={isUsed ? <IconCheck size="0.85rem" /> : undefined}
          aria-pressed={isUsed}
          aria-label={`${isUsed ? words.used : words.use}: ${name}`}
          onClick={() => void save({ overlays: { theme: id } })}
        >
          {isUsed ? words.used : words.use}
        </Button>
      </div>
      {notes.length === 0 ? null : (
        <details className="field-hint">
          <summary>{words.notes}</summary>
          <ul>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

function OwnThemes({ themes, imports, stageUrl }: ThemesTabProps & { readonly stageUrl: string | undefined }) {
  const { overlays } = useStrings();
  const words = overlays.themes;
  const client = useClient();
  const [leaving, setLeaving] = useState<OwnTheme>();
  const shown = imports.filter(({ state }) => state !== 'done');
  const used = useSettings((settings) => settings.overlays.theme);
  const save = useSave();
  const remove = useAction(
    overlays.failed,
    useCallback(
      async (id: string) => {
        await client.overlays.removeTheme({ id });
        if (id === used) await save({ overlays: { theme: 'glass' } });
      },
      [client, save, used],
    ),
  );
  return (
    <Panel title={words.own} hint={words.ownHint} icon={<IconZip size="1.25rem" />} right={<AddButtons />}>
      {themes.length === 0 && shown.length === 0 ? (
        <EmptyState icon={<IconPalette size="1.5rem" />} title={words.none} hint={words.noneHint} />
      ) : null}
      <ul className="overlay-imports" aria-live="polite">
        {shown.map(({ id, name, state, problem }) => (
          <li key={id} data-bad={state === 'failed' || undefined}>
            <strong>{name}</strong> {words.states[state]}
            {problem === '' ? null : <small>{problem}</small>}
          </li>
        ))}
      </ul>
      <ul className="overlay-themes">
        {themes.map((theme) => (
          <ThemeCard
            key={theme.id}
            id={theme.id}
            name={theme.name}
            notes={theme.notes}
            stageUrl={stageUrl}
            onRemove={() => setLeaving(theme)}
          />
        ))}
      </ul>
      <Modal opened={leaving !== undefined} onClose={() => setLeaving(undefined)} title={words.remove} centered size="sm">
        <p>{fill(words.removeSure, { name: leaving?.name ?? '' })}</p>
        <div className="button-row">
          <Button variant="default" onClick={() => setLeaving(undefined)}>
            {overlays.pictures.cancel}
          </Button>
          <Button
            color="red"
            loading={remove.busy}
            onClick={() => {
              if (leaving !== undefined) void remove.run(leaving.id).then(() => setLeaving(undefined));
            }}
          >
            {words.remove}
          </Button>
        </div>
      </Modal>
    </Panel>
  );
}

function AddButtons() {
  const { overlays } = useStrings();
  const words = overlays.themes;
  const client = useClient();
  const archive = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const send = useAction(
    overlays.failed,
    useCallback(
      async (group: FileGroup) => {
        const files = group.files.map(({ path, file }) => ({ path, bytes: file.size }));
        const { url } = await client.overlays.beginTheme({ name: group.name, files });
        await sendPieces(url, group);
      },
      [client],
    ),
  );
  return (
    <div className="overlay-row">
      <input
        ref={archive}
        type="file"
        accept=".zip,application/zip"
        hidden
        onChange={(event) => {
          const [group] = groupsFromFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
          if (group !== undefined) void send.run(group);
        }}
      />
      <input
        ref={folder}
        type="file"
        hidden
        {...{ webkitdirectory: '' }}
        onChange={(event) => {
          const group = groupFromFolder([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
          if (group !== undefined) void send.run(withoutHidden(group));
        }}
      />
      <Button
        size="compact-sm"
        leftSection={<IconZip size="0.9rem" />}
        loading={send.busy}
        onClick={() => archive.current?.click()}
      >
        {words.addZip}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconFolderPlus size="0.9rem" />}
        disabled={send.busy}
        onClick={() => folder.current?.click()}
      >
        {words.addFolder}
      </Button>
    </div>
  );
}

/** What systems leave in folders is no part of a theme. */
const withoutHidden = (group: FileGroup): FileGroup => ({
  ...group,
  files: group.files.filter(({ path }) => !/(?:^|\/)(?:\.|__MACOSX|Thumbs\.db$|desktop\.ini$)/u.test(path)),
});
