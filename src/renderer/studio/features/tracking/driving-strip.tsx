import { Tooltip } from '@mantine/core';
import { IconRobot, IconUser, IconUsers } from '@tabler/icons-react';
import { type KeyboardEvent, useCallback, useRef } from 'react';
import type { BodyPart } from '#shared/tracking/body-parts.ts';
import type { DRIVING_MODES, DrivingMode, DrivingView } from '#shared/tracking/driving.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useSave } from '../../ui/use-save.ts';
import { ActionKeys } from './action-keys.tsx';
import { DrivingFader } from './driving-fader.tsx';
import { CHIP_PARTS, drivingSentence, holderOf } from './driving-words.ts';
import { useDriving, useSecondsSince } from './use-driving.ts';
import './driving.css';

/** Who drives, in one strip: three modes, a fader, who has which part, and why. */
export function DrivingStrip() {
  const { driving } = useStrings();
  const { value: view, problem } = useDriving();
  if (view === undefined)
    return (
      <section className="panel drive" aria-label={driving.title} aria-busy={problem === undefined}>
        <p className="quiet-line">{problem === undefined ? driving.title : driving.unavailable}</p>
      </section>
    );
  return (
    <section className="panel drive" aria-label={driving.title} data-mode={view.mode}>
      <div className="drive-row">
        <ModeChoice mode={view.mode} />
        <DrivingFader mode={view.mode} fader={view.fader} />
      </div>
      <div className="drive-row drive-row-told">
        <Why view={view} />
        <PartChips view={view} />
        <ActionKeys type="drive" label={driving.noKeys} />
      </div>
    </section>
  );
}

/** From the AI to the human, as they lie on the fader. */
const ORDER = ['ai', 'both', 'human'] as const satisfies readonly (typeof DRIVING_MODES)[number][];
const ICONS = { ai: IconRobot, both: IconUsers, human: IconUser } as const;

function ModeChoice({ mode }: { readonly mode: DrivingMode }) {
  const { driving } = useStrings();
  const client = useClient();
  const drive = useCallback((next: DrivingMode) => client.driving.drive({ mode: next }), [client]);
  const { run } = useAction(driving.failed, drive);
  const group = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = ORDER[(ORDER.indexOf(mode) + step + ORDER.length) % ORDER.length] ?? mode;
    void run(next);
    group.current?.querySelector<HTMLElement>(`[data-value="${next}"]`)?.focus();
  };
  return (
    <div className="drive-modes" role="radiogroup" aria-label={driving.title} ref={group} onKeyDown={onKeyDown}>
      {ORDER.map((value) => {
        const Icon = ICONS[value];
        return (
          <Tooltip key={value} label={driving.modeHints[value]} events={{ hover: true, focus: false, touch: false }}>
            {/* biome-ignore lint/a11y/useSemanticElements: one of three large buttons; keyboard and roles are those of a radio */}
            <button
              type="button"
              role="radio"
              className="drive-mode"
              data-value={value}
              aria-checked={mode === value}
              tabIndex={mode === value ? 0 : -1}
              onClick={() => void run(value)}
            >
              <Icon size="1.15rem" aria-hidden />
              <span>{driving.modes[value]}</span>
            </button>
          </Tooltip>
        );
      })}
    </div>
  );
}

function Why({ view }: { readonly view: DrivingView }) {
  const { driving } = useStrings();
  const { who, reason } = drivingSentence(view);
  const seconds = useSecondsSince(`${reason} ${view.automatic} ${view.mode}`);
  return (
    <p className="drive-why" data-automatic={view.automatic} role="status">
      {fill(driving.reasons[who][reason], { n: seconds })}
    </p>
  );
}

/** Who has which part now. In mode `both` a press gives the part to the other. */
function PartChips({ view }: { readonly view: DrivingView }) {
  const { driving, tracking } = useStrings();
  const parts = useSettings((all) => all.driving.parts);
  const save = useSave();
  const chip = (part: BodyPart) => {
    const weight = view.weights[part] ?? 0;
    const holder = holderOf(weight);
    const name = tracking.parts[part];
    const about = fill(driving.partNow, { part: name, driver: driving.drivers[holder], n: Math.round(weight * 100) });
    const face = (
      <>
        <i style={{ transform: `scaleX(${weight})` }} aria-hidden />
        <span>{name}</span>
        <small>{driving.drivers[holder]}</small>
      </>
    );
    if (view.mode !== 'both')
      return (
        <span key={part} className="drive-chip" data-holder={holder} title={`${about}. ${driving.partFixed}`}>
          {face}
        </span>
      );
    return (
      <button
        key={part}
        type="button"
        className="drive-chip"
        data-holder={holder}
        aria-label={fill(driving.partSwitch, { part: name, driver: driving.drivers[parts[part]] })}
        title={about}
        onClick={() => void save({ driving: { parts: { [part]: parts[part] === 'human' ? 'ai' : 'human' } } })}
      >
        {face}
      </button>
    );
  };
  return <div className="drive-chips">{CHIP_PARTS.map(chip)}</div>;
}
