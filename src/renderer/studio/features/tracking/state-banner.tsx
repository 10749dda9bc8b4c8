import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconLoader2, IconRobot, IconVideoOff } from '@tabler/icons-react';
import { useCallback } from 'react';
import { fill, type Strings } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { useAction } from '../../ui/use-action.ts';
import { type StateLine, stateLine } from './state-line.ts';
import { useTracking } from './tracking-context.tsx';
import { useDrivingMode } from './use-driving.ts';
import './state-banner.css';

interface Told {
  readonly tone: 'good' | 'wait' | 'bad' | 'plain';
  readonly title: string;
  readonly next: string;
}
const ICONS = { good: IconCheck, wait: IconLoader2, bad: IconAlertTriangle, plain: IconVideoOff } as const;

/** One big line: who drives, or what is wrong and what to do. */
export function StateBanner() {
  const strings = useStrings();
  const { tracking, driving } = strings;
  const line = useStateLine();
  const { tracker, loadProblem } = useTracking();
  const told = toldOf(
    strings,
    useSettings((all) => all.persona.name),
    line,
  );
  const Icon = line.say === 'ai-holds' ? IconRobot : ICONS[told.tone];
  const again = line.say === 'displaced' || (line.say === 'trouble' && line.source === '' && told.tone === 'bad');
  const client = useClient();
  const drive = useCallback(() => client.driving.drive({ mode: 'human' }), [client]);
  const takeOver = useAction(driving.failed, drive);
  return (
    <section className={`panel track-state track-${told.tone}`} role="status" aria-live="polite" data-say={line.say}>
      <span className="track-state-icon" aria-hidden>
        <Icon size="1.75rem" stroke={2} />
      </span>
      <div className="track-state-words">
        <strong>{told.title}</strong>
        <p>{loadProblem ?? told.next}</p>
      </div>
      {again && tracker !== undefined ? (
        <Button variant="default" onClick={() => tracker.takeBack()}>
          {line.say === 'displaced' ? tracking.takeBack : tracking.retry}
        </Button>
      ) : null}
      {line.say === 'ai-holds' ? (
        <Button loading={takeOver.busy} onClick={() => void takeOver.run()}>
          {tracking.line.takeOver}
        </Button>
      ) : null}
    </section>
  );
}

function useStateLine(): StateLine {
  const { motionLinks } = useStrings();
  const { tracking, camera } = useTracking();
  const { webcam, inputs } = useSettings((all) => all.tracking);
  const mode = useDrivingMode();
  return stateLine({
    webcamWanted: webcam.enabled,
    camera,
    sources: tracking.value?.sources ?? [],
    inputs: inputs
      .filter(({ enabled }) => enabled)
      .map(({ id, name, kind }) => ({ id, name: name === '' ? motionLinks.kinds[kind] : name })),
    mode,
  });
}

const WAITS: readonly string[] = ['starting', 'waiting', 'no-person'];

function toldOf({ tracking, motionLinks }: Strings, name: string, line: StateLine): Told {
  const { line: words, troubles, next } = tracking;
  switch (line.say) {
    case 'drives': {
      const title = line.source === '' ? fill(words.drives, { name }) : fill(words.sourceDrives, { source: line.source, name });
      return { tone: 'good', title, next: pace(words.goodNext, line.report, next.tracking) };
    }
    case 'several':
      return { tone: 'good', title: words.several, next: words.severalNext };
    case 'ai-holds':
      return { tone: 'plain', title: fill(words.aiHolds, { name }), next: words.aiHoldsNext };
    case 'nothing':
      return { tone: 'plain', title: words.nothing, next: words.nothingNext };
    case 'displaced':
      return { tone: 'wait', title: words.displaced, next: words.displacedNext };
    case 'phone-waiting':
      return { tone: 'wait', title: fill(words.phoneWaiting, { source: line.source }), next: words.phoneWaitingNext };
    case 'trouble': {
      const source = line.source === '' ? motionLinks.kinds.webcam : line.source;
      return {
        tone: WAITS.includes(line.state) ? 'wait' : 'bad',
        title: fill(troubles[line.state], { source }),
        next: next[line.state],
      };
    }
  }
}

const pace = (text: string, report: { latencyMs: number; framesPerSecond: number }, otherwise: string): string =>
  report.latencyMs < 0 || report.framesPerSecond < 0
    ? otherwise
    : fill(text, { ms: Math.round(report.latencyMs), fps: Math.round(report.framesPerSecond) });
