import { ActionIcon, Button, Modal, MultiSelect, TagsInput, TextInput } from '@mantine/core';
import { IconEdit, IconPlayerPlay, IconPlaylist, IconPlus, IconTrash, IconVolume } from '@tabler/icons-react';
import { type FormEvent, useCallback, useState } from 'react';
import type { MusicLibraryView } from '#shared/contract/music.ts';
import { ALL_TRACKS, type Playlist } from '#shared/music/music.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useSave } from '../../ui/use-save.ts';

interface PlaylistsCardProps {
  readonly library: MusicLibraryView;
  /** Id of the list that plays. */
  readonly playing: string | undefined;
}

/** Lists of tracks, and the scenes that they go with. */
export function PlaylistsCard({ library, playing }: PlaylistsCardProps) {
  const { music } = useStrings();
  const [editing, setEditing] = useState<Playlist>();
  const [removing, setRemoving] = useState<Playlist>();
  const all: Playlist = { id: ALL_TRACKS, name: music.allTracks, trackIds: library.tracks.map(({ id }) => id) };
  const create = (): void => setEditing({ id: crypto.randomUUID(), name: '', trackIds: [] });
  return (
    <Panel title={music.playlists} hint={music.playlistsHint} icon={<IconPlaylist size="1.25rem" />}>
      <div>
        <Button variant="light" leftSection={<IconPlus size="1rem" />} onClick={create}>
          {music.newPlaylist}
        </Button>
      </div>
      {library.playlists.length === 0 ? (
        <EmptyState icon={<IconPlaylist size="1.5rem" />} title={music.playlistNone} />
      ) : (
        <ul className="music-list">
          {[all, ...library.playlists].map((list) => (
            <PlaylistRow
              key={list.id}
              list={list}
              playing={list.id === playing}
              onEdit={list.id === ALL_TRACKS ? undefined : () => setEditing(list)}
              onRemove={list.id === ALL_TRACKS ? undefined : () => setRemoving(list)}
            />
          ))}
        </ul>
      )}
      {editing === undefined ? null : <PlaylistSheet list={editing} library={library} onClose={() => setEditing(undefined)} />}
      <RemoveSheet list={removing} onClose={() => setRemoving(undefined)} />
    </Panel>
  );
}

interface PlaylistRowProps {
  readonly list: Playlist;
  readonly playing: boolean;
  readonly onEdit: (() => void) | undefined;
  readonly onRemove: (() => void) | undefined;
}

function PlaylistRow({ list, playing, onEdit, onRemove }: PlaylistRowProps) {
  const { music } = useStrings();
  const client = useClient();
  const scenes = useSettings((settings) => settings.music.scenes)
    .filter(({ playlist }) => playlist === list.id)
    .map(({ scene }) => scene);
  const { run } = useAction(
    music.playFailed,
    useCallback(async () => void (await client.music.play({ playlist: list.id })), [client, list.id]),
  );
  return (
    <li className={`music-row${playing ? ' is-playing' : ''}`}>
      <ActionIcon
        variant="subtle"
        aria-label={`${music.play}: ${list.name}`}
        disabled={list.trackIds.length === 0}
        onClick={() => void run()}
      >
        {playing ? <IconVolume size="1.1rem" /> : <IconPlayerPlay size="1.1rem" />}
      </ActionIcon>
      <div className="music-row-words">
        <strong>{list.name}</strong>
        <span>{[fill(music.count, { n: list.trackIds.length }), ...scenes].join(' · ')}</span>
      </div>
      {onEdit === undefined ? null : (
        <ActionIcon variant="subtle" color="gray" aria-label={`${music.editPlaylist}: ${list.name}`} onClick={onEdit}>
          <IconEdit size="1.1rem" />
        </ActionIcon>
      )}
      {onRemove === undefined ? null : (
        <ActionIcon variant="subtle" color="gray" aria-label={`${music.removePlaylist}: ${list.name}`} onClick={onRemove}>
          <IconTrash size="1.1rem" />
        </ActionIcon>
      )}
    </li>
  );
}

interface PlaylistSheetProps {
  readonly list: Playlist;
  readonly library: MusicLibraryView;
  readonly onClose: () => void;
}

function PlaylistSheet({ list, library, onClose }: PlaylistSheetProps) {
  const { music, common } = useStrings();
  const client = useClient();
  const save = useSave();
  const mapped = useSettings((settings) => settings.music.scenes);
  const [name, setName] = useState(list.name);
  const [trackIds, setTrackIds] = useState<readonly string[]>(list.trackIds);
  const [scenes, setScenes] = useState(() => mapped.filter(({ playlist }) => playlist === list.id).map(({ scene }) => scene));
  const { run, busy } = useAction(
    music.saveFailed,
    useCallback(async () => {
      await client.music.savePlaylist({ id: list.id, name, trackIds: [...trackIds] });
      const others = mapped.filter(({ playlist, scene }) => playlist !== list.id && !scenes.includes(scene));
      await save({ music: { scenes: [...others, ...scenes.map((scene) => ({ scene, playlist: list.id }))] } });
      onClose();
    }, [client, save, list.id, name, trackIds, scenes, mapped, onClose]),
  );
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void run();
  };
  return (
    <Modal opened onClose={onClose} title={list.name === '' ? music.newPlaylist : music.editPlaylist} centered size="lg">
      <form className="music-form" onSubmit={onSubmit}>
        <TextInput
          label={music.playlistName}
          maxLength={100}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <MultiSelect
          label={music.playlistTracks}
          data={library.tracks.map(({ id, title, artist }) => ({
            value: id,
            label: artist === '' ? title : `${title} · ${artist}`,
          }))}
          value={[...trackIds]}
          onChange={setTrackIds}
          searchable
          clearable
          nothingFoundMessage={music.noMatch}
        />
        <TagsInput
          label={music.playlistScenes}
          description={music.playlistScenesHint}
          maxTags={50}
          value={scenes}
          onChange={setScenes}
          acceptValueOnBlur
        />
        <div className="music-sheet-buttons">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button type="submit" loading={busy} disabled={name.trim() === ''}>
            {common.save}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function RemoveSheet({ list, onClose }: { readonly list: Playlist | undefined; readonly onClose: () => void }) {
  const { music, common } = useStrings();
  const client = useClient();
  const id = list?.id ?? '';
  const { run, busy } = useAction(
    music.removeFailed,
    useCallback(async () => {
      await client.music.removePlaylist({ id });
      onClose();
    }, [client, id, onClose]),
  );
  return (
    <Modal
      opened={list !== undefined}
      onClose={onClose}
      title={fill(music.removePlaylistTitle, { name: list?.name ?? '' })}
      centered
      size="md"
    >
      <p className="music-sheet-text">{music.removePlaylistText}</p>
      <div className="music-sheet-buttons">
        <Button variant="default" onClick={onClose} data-autofocus>
          {common.cancel}
        </Button>
        <Button color="red" loading={busy} onClick={() => void run()}>
          {music.removePlaylist}
        </Button>
      </div>
    </Modal>
  );
}
