import { ActionIcon, Alert, Slider } from '@mantine/core';
import {
  IconMusic,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBackFilled,
  IconPlayerSkipForwardFilled,
  IconPlayerStopFilled,
} from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { clockText } from '#shared/clock-text.ts';
import type { MusicView, Playlist } from '#shared/music/music.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useInfo, useSettings } from '../../session/session-context.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { SavedSlider } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useSave } from '../../ui/use-save.ts';
import { musicAddress, percentOf } from './music-words.ts';

interface NowPlayingProps {
  readonly view: MusicView;
  readonly playlists: readonly Playlist[];
}

/** What plays, who plays it, and the buttons for it. */
export function NowPlayingCard({ view, playlists }: NowPlayingProps) {
  const { music } = useStrings();
  const volume = useSettings((settings) => settings.music.volume);
  const output = useSettings((settings) => settings.music.output);
  const info = useInfo();
  const save = useSave();
  const { track, state, player } = view;
  const list = playlists.find(({ id }) => id === view.playlist)?.name ?? music.allTracks;
  return (
    <Panel title={track === null ? music.nothing : list} icon={<IconMusic size="1.25rem" />}>
      <div className="music-now">
        <div className="music-now-words">
          <strong>{track?.title ?? '—'}</strong>
          <span>{track === null ? music.nothingHint : track.artist}</span>
        </div>
        <TransportButtons view={view} />
      </div>
      {track === null ? null : <Position key={track.id} view={view} />}
      <SavedSlider
        path="music.volume"
        label={music.volume}
        min={0}
        max={1}
        step={0.01}
        home={0.35}
        show={percentOf}
        value={volume}
        onSave={(next) => save({ music: { volume: next } })}
      />
      <p className="music-state" role="status">
        {state === 'stopped' && player === 'none' ? '' : player === 'none' ? music.player.none : music.player[player]}
        {view.duck < 1 ? ` · ${music.ducked}` : ''}
      </p>
      {view.blocked ? <Alert color="yellow">{music.blocked}</Alert> : null}
      {view.problem === '' ? null : <Alert color="yellow">{view.problem}</Alert>}
      {output === 'overlay' && info !== undefined ? <CopyField label={music.address} text={musicAddress(info.stageUrl)} /> : null}
      {view.upcoming.length === 0 ? null : (
        <div className="music-upcoming">
          <span className="field-label">{music.upcoming}</span>
          <ol>
            {view.upcoming.slice(0, 5).map((one) => (
              <li key={one.id}>{one.title}</li>
            ))}
          </ol>
        </div>
      )}
    </Panel>
  );
}

function TransportButtons({ view }: { readonly view: MusicView }) {
  const { music } = useStrings();
  const client = useClient();
  const { run } = useAction(
    music.playFailed,
    useCallback(
      async (verb: 'play' | 'pause' | 'next' | 'previous' | 'stop') =>
        void (verb === 'play' ? await client.music.play({}) : await client.music.control({ verb })),
      [client],
    ),
  );
  const idle = view.track === null;
  const playing = view.state === 'playing';
  return (
    <div className="music-buttons">
      <ActionIcon size="lg" variant="subtle" aria-label={music.previous} disabled={idle} onClick={() => void run('previous')}>
        <IconPlayerSkipBackFilled size="1.1rem" />
      </ActionIcon>
      <ActionIcon
        size="xl"
        radius="xl"
        variant="filled"
        aria-label={playing ? music.pause : music.play}
        onClick={() => void run(playing ? 'pause' : 'play')}
      >
        {playing ? <IconPlayerPauseFilled size="1.3rem" /> : <IconPlayerPlayFilled size="1.3rem" />}
      </ActionIcon>
      <ActionIcon size="lg" variant="subtle" aria-label={music.next} disabled={idle} onClick={() => void run('next')}>
        <IconPlayerSkipForwardFilled size="1.1rem" />
      </ActionIcon>
      <ActionIcon size="lg" variant="subtle" aria-label={music.stop} disabled={idle} onClick={() => void run('stop')}>
        <IconPlayerStopFilled size="1.1rem" />
      </ActionIcon>
    </div>
  );
}

const TICK_MS = 500;

function Position({ view }: { readonly view: MusicView }) {
  const { music } = useStrings();
  const client = useClient();
  const [dragged, setDragged] = useState<number>();
  const [now, setNow] = useState(() => Date.now());
  const runs = view.state === 'playing' && view.player !== 'none' && !view.blocked;
  useEffect(() => {
    if (!runs) return;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [runs]);
  const length = view.track?.seconds ?? 0;
  const at = runs ? view.positionSeconds + Math.max(0, now - view.atMs) / 1000 : view.positionSeconds;
  const shown = dragged ?? Math.min(at, length || at);
  const { run } = useAction(
    music.playFailed,
    useCallback(async (seconds: number) => void (await client.music.seek({ seconds })), [client]),
  );
  return (
    <div className="music-position">
      <span className="tabular">{clockText(shown)}</span>
      <Slider
        aria-label={music.position}
        label={null}
        min={0}
        max={Math.max(1, length)}
        step={1}
        size="sm"
        disabled={length === 0}
        value={shown}
        onChange={setDragged}
        onChangeEnd={(seconds) => {
          setDragged(undefined);
          void run(seconds);
        }}
      />
      <span className="tabular">{length === 0 ? '–:––' : clockText(length)}</span>
    </div>
  );
}
