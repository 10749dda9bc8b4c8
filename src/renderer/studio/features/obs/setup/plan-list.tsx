import type { SetupPlan, SetupStep } from '#shared/obs/setup/setup-view.ts';
import { fill, lookUp } from '../../../i18n/strings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';

/** A plan in plain words: scenes with what comes into them, then single sources, then the rest. What stays as it is, is only counted. */
export function PlanList({ plan }: { readonly plan: SetupPlan }) {
  const { obsSetup } = useStrings();
  const items = plan.steps.filter(({ subject }) => subject === 'item');
  const scenes = plan.steps.filter(({ subject }) => subject === 'scene');
  const shownScenes = scenes.filter((scene) => isTold(scene) || items.some((item) => item.parent === scene.name && isTold(item)));
  const inScenes = new Set(items.filter(isTold).map(({ name }) => name));
  const sources = plan.steps.filter(
    (step) => step.subject === 'source' && isTold(step) && !(step.verb === 'make' && inScenes.has(step.name)),
  );
  const others = plan.steps.filter(({ subject }) => subject === 'on-air' || subject === 'stage');
  const unchanged = plan.steps.filter(({ verb, why }) => verb === 'keep' && why === 'as-planned').length;
  return (
    <div className="setup-plan">
      <Group title={obsSetup.planScenes}>
        {shownScenes.map((scene) => (
          <li key={scene.id}>
            <StepLine step={scene} />
            <ul className="setup-items">
              {items
                .filter((item) => item.parent === scene.name && isTold(item))
                .reverse()
                .map((item) => (
                  <li key={item.id}>
                    <StepLine step={item} quiet={scene.verb === 'make' && item.verb === 'make'} />
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </Group>
      <Group title={obsSetup.planParts}>
        {sources.map((step) => (
          <li key={step.id}>
            <StepLine step={step} />
          </li>
        ))}
      </Group>
      <Group title={obsSetup.planElse}>
        {others.map((step) => (
          <li key={step.id}>
            <ElseLine step={step} />
          </li>
        ))}
      </Group>
      {unchanged === 0 ? null : <p className="quiet-line">{fill(obsSetup.unchanged, { n: unchanged })}</p>}
    </div>
  );
}

const isTold = ({ verb, why }: SetupStep): boolean => verb !== 'keep' || why === 'moved-by-hand' || why === 'changed-by-hand';

function Group({ title, children }: { readonly title: string; readonly children: readonly React.ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul>{children}</ul>
    </section>
  );
}

/** `quiet`: new within something new needs no word of its own. */
function StepLine({ step, quiet = false }: { readonly step: SetupStep; readonly quiet?: boolean }) {
  const { obsSetup } = useStrings();
  const reason = lookUp(obsSetup.reasons, step.why);
  return (
    <span className="setup-step">
      {quiet ? null : <em className={`setup-verb setup-verb-${step.verb}`}>{obsSetup.verbs[step.verb]}</em>}
      <span>{step.name}</span>
      {reason === undefined ? null : <small>{reason}</small>}
    </span>
  );
}

function ElseLine({ step }: { readonly step: SetupStep }) {
  const { obsSetup } = useStrings();
  const text = step.subject === 'stage' ? lookUp(obsSetup.stage, step.why) : fill(obsSetup.onAir, { name: step.name });
  return <span className="setup-step">{text}</span>;
}
