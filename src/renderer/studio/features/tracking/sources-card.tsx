import { ActionIcon, Button, Switch, Tooltip } from '@mantine/core';
import { IconBroadcast, IconFocusCentered, IconPencil, IconPlus, IconQrcode, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { TrackingView } from '#shared/contract/tracking.ts';
import { SILENT_REPORT } from '#shared/tracking/source-state.ts';
import type { MotionIn } from '#shared/tracking/tracking-settings.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, FailedState, LoadingState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useSave } from '../../ui/use-save.ts';
import { ConnectSteps } from './connect-steps.tsx';
import { APP_FACTS } from './motion-apps.ts';
import { MotionInSheet } from './motion-in-sheet.tsx';
import { SourceFacts } from './source-facts.tsx';
import { useTracking } from './tracking-context.tsx';
import { useRecenter } from './use-recenter.ts';
import './sources.css';

type SourceView = TrackingView['sources'][number];

/** All that can see the streamer, how each fares, and how phones and programs are added. */
export function SourcesCard() {
  const { motionLinks, tracking: words } = useStrings();
  const { tracking } = useTracking();
  const inputs = useSettings((all) => all.tracking.inputs);
  const [editing, setEditing] = useState<MotionIn | 'new'>();
  const [explained, setExplained] = useState<string>();
  const sources = tracking.value?.sources ?? [];
  const others = sources.filter(({ id }) => !inputs.some((input) => input.id === id));
  const close = (shown?: string): void => {
    setEditing(undefined);
    if (shown !== undefined) setExplained(shown);
  };
  return (
    <Panel
      title={motionLinks.title}
      hint={motionLinks.hint}
      icon={<IconBroadcast size="1.25rem" />}
      right={
        <Button size="xs" variant="light" leftSection={<IconPlus size="1rem" />} onClick={() => setEditing('new')}>
          {motionLinks.add}
        </Button>
      }
    >
      {tracking.value === undefined && tracking.problem === undefined ? <LoadingState rows={2} /> : null}
      {tracking.value === undefined && tracking.problem !== undefined ? (
        <FailedState title={words.loadFailed} problem={tracking.problem} />
      ) : null}
      {others.length + inputs.length === 0 && tracking.value !== undefined ? (
        <EmptyState icon={<IconBroadcast size="1.5rem" />} title={motionLinks.empty} hint={motionLinks.emptyHint} />
      ) : (
        <ul className="track-sources">
          {others.map((source) => (
            <li key={source.id} className="track-source" data-source={source.id}>
              <SourceFacts
                name={motionLinks.kinds[source.kind]}
                kind={source.name}
                report={source.report}
                drives={source.drives}
              />
            </li>
          ))}
          {inputs.map((input) => (
            <InputRow
              key={input.id}
              input={input}
              source={sources.find(({ id }) => id === input.id)}
              explained={explained === input.id}
              onExplain={() => setExplained(explained === input.id ? undefined : input.id)}
              onEdit={() => setEditing(input)}
            />
          ))}
        </ul>
      )}
      {editing === undefined ? null : <MotionInSheet input={editing === 'new' ? undefined : editing} onClose={close} />}
    </Panel>
  );
}

interface InputRowProps {
  readonly input: MotionIn;
  readonly source: SourceView | undefined;
  readonly explained: boolean;
  readonly onExplain: () => void;
  readonly onEdit: () => void;
}

function InputRow({ input, source, explained, onExplain, onEdit }: InputRowProps) {
  const { motionLinks } = useStrings();
  const { save, remove } = useInputVerbs();
  const name = input.name === '' ? motionLinks.kinds[input.kind] : input.name;
  const report = input.enabled ? (source?.report ?? { ...SILENT_REPORT, state: 'waiting' as const }) : SILENT_REPORT;
  return (
    <li className="track-source" data-source={input.id}>
      <Switch
        size="xs"
        aria-label={fill(motionLinks.switchOn, { name })}
        checked={input.enabled}
        onChange={(event) => save({ ...input, enabled: event.currentTarget.checked })}
      />
      <SourceFacts
        name={name}
        kind={input.name === '' ? '' : motionLinks.kinds[input.kind]}
        report={report}
        drives={source?.drives ?? []}
        port={input.port}
      />
      <span className="track-source-verbs">
        {report.state === 'tracking' ? <RecenterButton id={input.id} name={name} /> : null}
        <Tooltip label={explained ? motionLinks.hide : motionLinks.how}>
          <ActionIcon
            variant={explained ? 'light' : 'subtle'}
            color={explained ? 'pink' : 'gray'}
            aria-label={`${explained ? motionLinks.hide : motionLinks.how}: ${name}`}
            aria-expanded={explained}
            onClick={onExplain}
          >
            <IconQrcode size="1.05rem" />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={motionLinks.edit}>
          <ActionIcon variant="subtle" color="gray" aria-label={fill(motionLinks.editTitle, { name })} onClick={onEdit}>
            <IconPencil size="1.05rem" />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={motionLinks.remove}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`${motionLinks.remove}: ${name}`}
            onClick={() => remove(input, name)}
          >
            <IconTrash size="1.05rem" />
          </ActionIcon>
        </Tooltip>
      </span>
      {input.enabled && report.state === 'port-taken' ? (
        <p className="trouble trouble-failed track-source-wide" role="alert">
          {fill(motionLinks.portTaken, { port: input.port })}
        </p>
      ) : null}
      {explained ? <ConnectSteps input={input} wantsAddress={APP_FACTS[input.kind].wantsOurAddress} /> : null}
    </li>
  );
}

function RecenterButton({ id, name }: { readonly id: string; readonly name: string }) {
  const { calibration } = useStrings().tracking;
  const { run, busy } = useRecenter(id);
  return (
    <Tooltip label={calibration.recenter}>
      <ActionIcon
        variant="subtle"
        color="gray"
        loading={busy}
        aria-label={`${calibration.recenter}: ${name}`}
        onClick={() => void run()}
      >
        <IconFocusCentered size="1.05rem" />
      </ActionIcon>
    </Tooltip>
  );
}

function useInputVerbs(): {
  readonly save: (input: MotionIn) => void;
  readonly remove: (input: MotionIn, name: string) => void;
} {
  const { motionLinks } = useStrings();
  const inputs = useSettings((all) => all.tracking.inputs);
  const save = useSave();
  const write = (next: readonly MotionIn[]): void => void save({ tracking: { inputs: [...next] } });
  return {
    save: (input) => write(inputs.map((other) => (other.id === input.id ? input : other))),
    remove(input, name) {
      write(inputs.filter(({ id }) => id !== input.id));
      showToast({
        tone: 'plain',
        title: fill(motionLinks.removed, { name }),
        action: { label: motionLinks.undo, run: () => write(inputs) },
      });
    },
  };
}
