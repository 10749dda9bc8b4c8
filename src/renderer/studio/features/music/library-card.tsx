import { ActionIcon, Button, Modal, Progress, TextInput } from '@mantine/core';
import { IconEdit, IconMusicPlus, IconPlayerPlay, IconSearch, IconTrash, IconVinyl, IconVolume } from '@tabler/icons-react';
import { type DragEvent, type FormEvent, useCallback, useRef, useState } from 'react';
import { clockText } from '#shared/clock-text.ts';
import type { MusicImport, MusicLibraryView } from '#shared/contract/music.ts';
import type { Track } from '#shared/music/music.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';
import { sendPieces } from '../avatar/send-files.ts';
import { percentOf } from './music-words.ts';

interface LibraryCardProps {
  readonly library: MusicLibraryView;
  /** Id of the track that plays. */
  readonly playing: string | undefined;
}

/** Every track, with ways to add, find, play, rename and remove. */
export function LibraryCard({ library, playing }: LibraryCardProps) {
  const { music } = useStrings();
  const [search, setSearch] = useState('');
  const [editing, setEditing] = useState<Track>();
  const [removing, setRemoving] = useState<Track>();
  const wanted = search.trim().toLowerCase();
  const shown = library.tracks.filter(({ title, artist }) => `${title} ${artist}`.toLowerCase().includes(wanted));
  return (
    <Panel title={music.library} hint={music.libraryHint} icon={<IconVinyl size="1.25rem" />}>
      <MusicDrop>
        {library.imports.map((one) => (
          <ImportRow key={one.id} one={one} />
        ))}
        {library.tracks.length === 0 ? (
          <EmptyState icon={<IconVinyl size="1.5rem" />} title={music.none} hint={music.noneHint} />
        ) : (
          <>
            <TextInput
              aria-label={music.search}
              placeholder={music.search}
              leftSection={<IconSearch size="1rem" />}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
            {shown.length === 0 ? <p className="music-state">{music.noMatch}</p> : null}
            <ul className="music-list">
              {shown.map((track) => (
                <TrackRow
                  key={track.id}
                  track={track}
                  playing={track.id === playing}
                  onEdit={() => setEditing(track)}
                  onRemove={() => setRemoving(track)}
                />
              ))}
            </ul>
          </>
        )}
      </MusicDrop>
      {editing === undefined ? null : <EditSheet track={editing} onClose={() => setEditing(undefined)} />}
      <RemoveSheet track={removing} onClose={() => setRemoving(undefined)} />
    </Panel>
  );
}

/** Takes files that are chosen or dropped. */
function MusicDrop({ children }: { readonly children: React.ReactNode }) {
  const { music } = useStrings();
  const client = useClient();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const { run, busy } = useAction(
    music.addFailed,
    useCallback(
      async (files: readonly File[]) => {
        for (const file of files) {
          const { url } = await client.music.beginUpload({ name: file.name, bytes: file.size });
          await sendPieces(url, { name: file.name, files: [{ path: file.name, file }] });
        }
      },
      [client],
    ),
  );
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void run([...event.dataTransfer.files]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button does the same from the keyboard
    <div
      className={`music-drop${over ? ' is-over' : ''}`}
      data-hint={music.dropHere}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <div>
        <Button leftSection={<IconMusicPlus size="1rem" />} loading={busy} onClick={() => input.current?.click()}>
          {music.add}
        </Button>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          accept="audio/*,.mp3,.ogg,.opus,.oga,.wav,.flac,.m4a,.aac,.webm"
          onChange={(event) => {
            void run([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = '';
          }}
        />
      </div>
      {children}
    </div>
  );
}

function ImportRow({ one }: { readonly one: MusicImport }) {
  const { music } = useStrings();
  if (one.state === 'done') return null;
  return (
    <div className="music-import" role="status">
      <span>{one.name}</span>
      {one.state === 'failed' ? (
        <span className="music-bad">{one.problem}</span>
      ) : (
        <>
          <span className="music-dim">{fill(music.receiving, { percent: percentOf(one.share) })}</span>
          <Progress value={one.share * 100} aria-hidden />
        </>
      )}
    </div>
  );
}

interface TrackRowProps {
  readonly track: Track;
  readonly playing: boolean;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

function TrackRow({ track, playing, onEdit, onRemove }: TrackRowProps) {
  const { music, common } = useStrings();
  const client = useClient();
  const { run } = useAction(
    music.playFailed,
    useCallback(async () => void (await client.music.play({ trackId: track.id })), [client, track.id]),
  );
  return (
    <li className={`music-row${playing ? ' is-playing' : ''}`}>
      <ActionIcon variant="subtle" aria-label={`${music.play}: ${track.title}`} onClick={() => void run()}>
        {playing ? <IconVolume size="1.1rem" /> : <IconPlayerPlay size="1.1rem" />}
      </ActionIcon>
      <div className="music-row-words">
        <strong>{track.title}</strong>
        <span>{track.artist}</span>
      </div>
      <span className="music-dim tabular">{track.seconds > 0 ? clockText(track.seconds) : ''}</span>
      <ActionIcon variant="subtle" color="gray" aria-label={`${music.edit}: ${track.title}`} onClick={onEdit}>
        <IconEdit size="1.1rem" />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" aria-label={`${common.remove}: ${track.title}`} onClick={onRemove}>
        <IconTrash size="1.1rem" />
      </ActionIcon>
    </li>
  );
}

function EditSheet({ track, onClose }: { readonly track: Track; readonly onClose: () => void }) {
  const { music, common } = useStrings();
  const client = useClient();
  const [title, setTitle] = useState(track.title);
  const [artist, setArtist] = useState(track.artist);
  const { run, busy } = useAction(
    music.saveFailed,
    useCallback(async () => {
      await client.music.rename({ trackId: track.id, title, artist });
      onClose();
    }, [client, track.id, title, artist, onClose]),
  );
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void run();
  };
  return (
    <Modal opened onClose={onClose} title={music.edit} centered size="md">
      <form className="music-form" onSubmit={onSubmit}>
        <TextInput
          label={music.trackTitle}
          maxLength={200}
          data-autofocus
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <TextInput
          label={music.artist}
          maxLength={200}
          value={artist}
          onChange={(event) => setArtist(event.currentTarget.value)}
        />
        <div className="music-sheet-buttons">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button type="submit" loading={busy} disabled={title.trim() === ''}>
            {common.save}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function RemoveSheet({ track, onClose }: { readonly track: Track | undefined; readonly onClose: () => void }) {
  const { music, common } = useStrings();
  const client = useClient();
  const trackId = track?.id ?? '';
  const { run, busy } = useAction(
    music.removeFailed,
    useCallback(async () => {
      await client.music.remove({ trackId });
      onClose();
    }, [client, trackId, onClose]),
  );
  return (
    <Modal
      opened={track !== undefined}
      onClose={onClose}
      title={fill(music.removeTitle, { title: track?.title ?? '' })}
      centered
      size="md"
    >
      <p className="music-sheet-text">{music.removeText}</p>
      <div className="music-sheet-buttons">
        <Button variant="default" onClick={onClose} data-autofocus>
          {common.cancel}
        </Button>
        <Button color="red" loading={busy} onClick={() => void run()}>
          {common.remove}
        </Button>
      </div>
    </Modal>
  );
}
