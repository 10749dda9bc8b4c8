import { ActionIcon, Button, Menu, Switch, Tooltip } from '@mantine/core';
import { IconPlus, IconSend, IconTrash } from '@tabler/icons-react';
import type { TrackingView } from '#shared/contract/tracking.ts';
import type { MotionOut } from '#shared/tracking/tracking-settings.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedNumber, SavedSwitch, SavedText } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useSave } from '../../ui/use-save.ts';
import { newOutput } from './motion-apps.ts';
import { useTracking } from './tracking-context.tsx';
import './sources.css';

const KINDS = ['vmc', 'ifacialmocap', 'vts'] as const;

/** Programs that get what is tracked. */
export function OutputsCard() {
  const { motionLinks } = useStrings();
  const outputs = useSettings((all) => all.tracking.outputs);
  const views = useTracking().tracking.value?.outputs ?? [];
  const save = useSave();
  const write = (next: readonly MotionOut[]): void => void save({ tracking: { outputs: [...next] } });
  const remove = (output: MotionOut): void => {
    write(outputs.filter(({ id }) => id !== output.id));
    showToast({
      tone: 'plain',
      title: fill(motionLinks.removed, { name: motionLinks.outKinds[output.kind] }),
      action: { label: motionLinks.undo, run: () => write(outputs) },
    });
  };
  return (
    <Panel
      title={motionLinks.outputs}
      hint={motionLinks.outputsHint}
      icon={<IconSend size="1.25rem" />}
      right={
        <Menu shadow="md" position="bottom-end" width="20rem">
          <Menu.Target>
            <Button size="xs" variant="light" leftSection={<IconPlus size="1rem" />}>
              {motionLinks.outAdd}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {KINDS.map((kind) => (
              <Menu.Item key={kind} onClick={() => write([...outputs, newOutput(kind, outputs)])}>
                {motionLinks.outKinds[kind]}
                <small className="track-menu-hint">{motionLinks.outHints[kind]}</small>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      }
    >
      {outputs.length === 0 ? <p className="quiet-line">{motionLinks.outputsEmpty}</p> : null}
      {outputs.map((output) => (
        <OutputRow
          key={output.id}
          output={output}
          view={views.find(({ id }) => id === output.id)}
          onChange={(patch) => write(outputs.map((other) => (other.id === output.id ? { ...other, ...patch } : other)))}
          onRemove={() => remove(output)}
        />
      ))}
    </Panel>
  );
}

interface OutputRowProps {
  readonly output: MotionOut;
  readonly view: TrackingView['outputs'][number] | undefined;
  readonly onChange: (patch: Partial<MotionOut>) => void;
  readonly onRemove: () => void;
}
const TONES = { off: 'off', sending: 'good', waiting: 'wait', failed: 'bad' } as const;

function OutputRow({ output, view, onChange, onRemove }: OutputRowProps) {
  const { motionLinks } = useStrings();
  const name = motionLinks.outKinds[output.kind];
  const state = output.enabled ? (view?.state ?? 'waiting') : 'off';
  return (
    <div className="track-output">
      <div className="track-output-head">
        <Switch
          size="xs"
          aria-label={fill(motionLinks.switchOn, { name })}
          checked={output.enabled}
          onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
        />
        <span className="track-source-name">
          <b>{name}</b>
          <small>{motionLinks.outHints[output.kind]}</small>
        </span>
        <span className={`track-source-state track-dot-${TONES[state]}`}>
          <i aria-hidden />
          {motionLinks.outStates[state]}
        </span>
        <Tooltip label={motionLinks.remove}>
          <ActionIcon variant="subtle" color="gray" aria-label={`${motionLinks.remove}: ${name}`} onClick={onRemove}>
            <IconTrash size="1.05rem" />
          </ActionIcon>
        </Tooltip>
      </div>
      {output.enabled && state !== 'sending' && view !== undefined && view.detail !== '' ? (
        <p className={state === 'failed' ? 'trouble trouble-failed' : 'trouble trouble-degraded'}>{view.detail}</p>
      ) : null}
      <div className="three-columns">
        <SavedText
          path="tracking.outputs"
          size="xs"
          label={motionLinks.outAddress}
          value={output.address}
          onSave={(address) => onChange({ address: address.trim() })}
        />
        <SavedNumber
          path="tracking.outputs"
          size="xs"
          label={motionLinks.outPort}
          min={1}
          max={65_535}
          allowDecimal={false}
          value={output.port}
          onSave={(port) => onChange({ port })}
        />
        <SavedNumber
          path="tracking.outputs"
          size="xs"
          label={motionLinks.outRate}
          min={5}
          max={120}
          allowDecimal={false}
          value={output.framesPerSecond}
          onSave={(framesPerSecond) => onChange({ framesPerSecond })}
        />
      </div>
      <SavedSwitch
        path="tracking.outputs"
        size="xs"
        label={motionLinks.outMirror}
        description={motionLinks.outMirrorHints[output.kind]}
        value={output.mirror}
        onSave={(mirror) => onChange({ mirror })}
      />
      {output.kind === 'vmc' ? (
        <SavedSwitch
          path="tracking.outputs"
          size="xs"
          label={motionLinks.bundles}
          description={motionLinks.bundlesHint}
          value={output.bundles}
          onSave={(bundles) => onChange({ bundles })}
        />
      ) : null}
    </div>
  );
}
