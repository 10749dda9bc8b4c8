import { Button, CloseButton } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSave } from '../../ui/use-save.ts';
import { BrainStep } from './brain-step.tsx';
import { HelloStep } from './hello-step.tsx';
import { ObsStep } from './obs-step.tsx';
import { RoomStep } from './room-step.tsx';
import './welcome.css';

const STEPS = ['hello', 'brain', 'room', 'obs'] as const;
type Step = (typeof STEPS)[number];

/** Four short steps beside the live view, which stays usable: the stage behind is what the first step shows. */
export function Welcome({ onOpenBrain }: { readonly onOpenBrain: () => void }) {
  const { welcome } = useStrings();
  const save = useSave();
  const [at, setAt] = useState(0);
  const step: Step = STEPS[at] ?? 'obs';
  const finish = (): void => void save({ ui: { welcomed: true } });
  const bodies: Readonly<Record<Step, ReactNode>> = {
    hello: <HelloStep />,
    brain: <BrainStep onChosen={() => setAt(2)} onOpenBrain={onOpenBrain} />,
    room: <RoomStep />,
    obs: <ObsStep />,
  };
  return (
    <section className="welcome" aria-label={welcome.title}>
      <header className="welcome-head">
        <div>
          <h2>{welcome.title}</h2>
          <p>{at === 0 ? welcome.intro : fill(welcome.step, { n: at + 1 })}</p>
        </div>
        <CloseButton aria-label={welcome.skipAll} onClick={finish} />
      </header>
      <h3>{welcome[step]}</h3>
      {bodies[step]}
      <footer className="welcome-foot">
        <Dots at={at} />
        <StepButtons at={at} onGo={setAt} onFinish={finish} />
      </footer>
    </section>
  );
}

function Dots({ at }: { readonly at: number }) {
  const { welcome } = useStrings();
  return (
    <span className="welcome-dots" role="img" aria-label={fill(welcome.step, { n: at + 1 })}>
      {STEPS.map((step, index) => (
        <i key={step} data-now={index === at || undefined} />
      ))}
    </span>
  );
}

function StepButtons({
  at,
  onGo,
  onFinish,
}: {
  readonly at: number;
  readonly onGo: (at: number) => void;
  readonly onFinish: () => void;
}) {
  const { welcome, common } = useStrings();
  const last = at === STEPS.length - 1;
  return (
    <>
      {at === 0 ? (
        <Button size="xs" variant="subtle" color="gray" onClick={onFinish}>
          {welcome.skipAll}
        </Button>
      ) : (
        <Button size="xs" variant="subtle" color="gray" onClick={() => onGo(at - 1)}>
          {common.back}
        </Button>
      )}
      <Button size="xs" onClick={() => (last ? onFinish() : onGo(at + 1))}>
        {last ? welcome.finish : common.next}
      </Button>
    </>
  );
}
