import { TextInput } from '@mantine/core';
import { IconFlask } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { LineTrial } from '#shared/contract/moderation.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { problemText } from '../../ui/problem.ts';

const TYPING_PAUSE_MS = 200;

/** A box for trying what the rules make of a line, as it is typed. */
export function TryCard() {
  const strings = useStrings();
  const { moderation } = strings;
  const client = useClient();
  // The verdict follows the rules as they change.
  const rules = useSettings((all) => all.moderation);
  const words = useSettings((all) => all.director.blockedWords);
  const [text, setText] = useState('');
  const [trial, setTrial] = useState<LineTrial>();
  const [problem, setProblem] = useState<unknown>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: new rules may give another verdict
  useEffect(() => {
    if (text === '') {
      setTrial(undefined);
      return;
    }
    let stale = false;
    const timer = setTimeout(() => {
      client.moderation.tryLine({ text }).then(
        (next) => {
          if (stale) return;
          setTrial(next);
          setProblem(undefined);
        },
        (error: unknown) => (stale ? undefined : setProblem(error)),
      );
    }, TYPING_PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [client, text, rules, words]);
  return (
    <Panel title={moderation.tryLine} hint={moderation.tryLineHint} icon={<IconFlask size="1.25rem" />}>
      <TextInput
        aria-label={moderation.tryLine}
        placeholder={moderation.tryPlaceholder}
        maxLength={2000}
        value={text}
        error={problem === undefined ? undefined : `${moderation.tryFailed}: ${problemText(strings, problem)}`}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {trial === undefined || text === '' ? null : <TrialResult trial={trial} />}
    </Panel>
  );
}

function TrialResult({ trial }: { readonly trial: LineTrial }) {
  const { moderation, choosing } = useStrings();
  const findings = trial.findings.filter(
    ({ category, evidence }, at) =>
      trial.findings.findIndex((one) => one.category === category && one.evidence === evidence) === at,
  );
  return (
    <div className="trial" role="status">
      <p>
        <span className={`tag verdict-${trial.action}`}>{moderation.actions[trial.action]}</span>
        {findings.length === 0 ? <span>{moderation.tryClean}</span> : null}
        <span className="trial-time tabular">{fill(moderation.tookMs, { ms: trial.ms.toFixed(1) })}</span>
      </p>
      {findings.length === 0 ? null : (
        <ul>
          {findings.map(({ category, evidence, from }) => (
            <li key={`${category} ${from} ${evidence}`}>
              {choosing.categories[category]} · <q>{evidence}</q>
            </li>
          ))}
        </ul>
      )}
      {trial.action === 'mask' ? <p className="trial-shown">{fill(moderation.tryShown, { text: trial.shown })}</p> : null}
    </div>
  );
}
