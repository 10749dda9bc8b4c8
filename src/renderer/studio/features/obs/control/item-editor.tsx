import { Button, NumberInput, Switch, Textarea, TextInput } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconPlayerSkipBack, IconPlayerStop } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { ObsSceneItem, ObsState } from '#shared/obs/obs-state.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useClient } from '../../../session/session-context.tsx';
import { useDraft } from '../../../ui/use-draft.ts';
import { useQuery } from '../../../ui/use-query.ts';
import { useDeed } from './use-deed.ts';

interface ItemEditorProps {
  readonly state: ObsState;
  readonly scene: string;
  readonly item: ObsSceneItem;
}
const TYPING_PAUSE_MS = 500;

/** Place, text or file, playback and filters of one source. */
export function ItemEditor({ state, scene, item }: ItemEditorProps) {
  const input = state.inputs.find(({ name }) => name === item.source);
  const filters = (input ?? state.scenes.find(({ name }) => name === item.source))?.filters ?? [];
  return (
    <div className="obsc-editor">
      {input === undefined ? null : <Content source={item.source} />}
      {input?.media ? <Media source={item.source} isPlaying={input.media === 'playing'} /> : null}
      <Place scene={scene} item={item} />
      <Filters source={item.source} filters={filters} />
    </div>
  );
}

function Content({ source }: { readonly source: string }) {
  const client = useClient();
  const ask = useCallback((signal: AbortSignal) => client.obsControl.content({ source }, { signal }), [client, source]);
  const { value, again } = useQuery(ask);
  if (value === undefined) return null;
  if (value.text !== null) return <TextField source={source} text={value.text} onSaved={again} />;
  return value.file === null ? null : <FileField source={source} file={value.file} onSaved={again} />;
}

function TextField({ source, text, onSaved }: { readonly source: string; readonly text: string; readonly onSaved: () => void }) {
  const { obsControl } = useStrings();
  const deed = useDeed();
  const draft = useDraft(
    text,
    async (next: string) => {
      await deed((obs) => obs.setText({ source, text: next }));
      onSaved();
    },
    TYPING_PAUSE_MS,
  );
  return (
    <Textarea
      label={obsControl.text}
      autosize
      minRows={1}
      maxRows={6}
      value={draft.value}
      onChange={(event) => draft.change(event.currentTarget.value)}
      onBlur={draft.flush}
    />
  );
}

/** A path in the making is no file: it is taken when the streamer says so. */
function FileField({ source, file, onSaved }: { readonly source: string; readonly file: string; readonly onSaved: () => void }) {
  const { obsControl } = useStrings();
  const deed = useDeed();
  const [path, setPath] = useState(file);
  return (
    <form
      className="obsc-file"
      onSubmit={(event) => {
        event.preventDefault();
        void deed((obs) => obs.setPicture({ source, file: path.trim() })).then(onSaved);
      }}
    >
      <TextInput
        label={obsControl.file}
        description={obsControl.fileHint}
        value={path}
        onChange={(event) => setPath(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={path.trim() === '' || path === file}>
        {obsControl.apply}
      </Button>
    </form>
  );
}

function Media({ source, isPlaying }: { readonly source: string; readonly isPlaying: boolean }) {
  const { obsControl } = useStrings();
  const deed = useDeed();
  const media = (verb: 'play' | 'pause' | 'stop' | 'restart') => () => void deed((obs) => obs.media({ source, verb }));
  return (
    <fieldset className="obsc-group">
      <legend>{obsControl.media}</legend>
      {isPlaying ? (
        <Button size="compact-sm" variant="default" leftSection={<IconPlayerPause size="0.9rem" />} onClick={media('pause')}>
          {obsControl.pause}
        </Button>
      ) : (
        <Button size="compact-sm" variant="default" leftSection={<IconPlayerPlay size="0.9rem" />} onClick={media('play')}>
          {obsControl.play}
        </Button>
      )}
      <Button size="compact-sm" variant="default" leftSection={<IconPlayerSkipBack size="0.9rem" />} onClick={media('restart')}>
        {obsControl.restart}
      </Button>
      <Button size="compact-sm" variant="default" leftSection={<IconPlayerStop size="0.9rem" />} onClick={media('stop')}>
        {obsControl.stop}
      </Button>
    </fieldset>
  );
}

function Place({ scene, item }: { readonly scene: string; readonly item: ObsSceneItem }) {
  const { obsControl } = useStrings();
  const deed = useDeed();
  const { id, transform, locked } = item;
  const put = (place: 'fill' | 'center' | 'reset') => () => void deed((obs) => obs.placeItem({ scene, id, place }));
  const at = (change: { x?: number; y?: number; scaleX?: number; scaleY?: number; rotation?: number }) =>
    deed((obs) => obs.placeItem({ scene, id, at: change })).then(() => undefined);
  return (
    <fieldset className="obsc-group" disabled={locked}>
      <legend>{obsControl.place}</legend>
      <Button size="compact-sm" variant="default" disabled={locked} onClick={put('fill')}>
        {obsControl.fillCanvas}
      </Button>
      <Button size="compact-sm" variant="default" disabled={locked} onClick={put('center')}>
        {obsControl.center}
      </Button>
      <Button size="compact-sm" variant="default" disabled={locked} onClick={put('reset')}>
        {obsControl.reset}
      </Button>
      <div className="obsc-numbers">
        <NumberField label={obsControl.x} value={transform.x} onSave={(x) => at({ x })} />
        <NumberField label={obsControl.y} value={transform.y} onSave={(y) => at({ y })} />
        <NumberField
          label={obsControl.scale}
          value={transform.scaleX * 100}
          onSave={(percent) => at({ scaleX: percent / 100, scaleY: (percent / 100) * Math.sign(transform.scaleY || 1) })}
        />
        <NumberField label={obsControl.rotation} value={transform.rotation} onSave={(rotation) => at({ rotation })} />
      </div>
    </fieldset>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly onSave: (value: number) => Promise<void>;
}

function NumberField({ label, value, onSave }: NumberFieldProps) {
  const draft = useDraft<number | string>(
    Math.round(value * 10) / 10,
    (next) => (typeof next === 'number' ? onSave(next) : undefined),
    TYPING_PAUSE_MS,
  );
  return (
    <NumberInput label={label} size="xs" decimalScale={1} value={draft.value} onChange={draft.change} onBlur={draft.flush} />
  );
}

function Filters({ source, filters }: { readonly source: string; readonly filters: ObsState['inputs'][number]['filters'] }) {
  const { obsControl } = useStrings();
  const deed = useDeed();
  return (
    <fieldset className="obsc-group">
      <legend>{obsControl.filters}</legend>
      {filters.length === 0 ? <span className="obsc-dim">{obsControl.noFilters}</span> : null}
      {filters.map(({ name: filter, enabled }) => (
        <Switch
          key={filter}
          label={filter}
          checked={enabled}
          onChange={() => void deed((obs) => obs.setFilter({ source, filter, mode: enabled ? 'off' : 'on' }))}
        />
      ))}
    </fieldset>
  );
}
