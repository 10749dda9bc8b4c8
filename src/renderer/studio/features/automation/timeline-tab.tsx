import { Button, SegmentedControl, Select } from '@mantine/core';
import { IconHistory, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { AutomationRule } from '#shared/automation/rule.ts';
import type { TimelineEntry } from '#shared/automation/timeline.ts';
import { fill, lookUp } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, FailedState, LoadingState } from '../../ui/states.tsx';
import { actionNames } from '../bindings/describe.ts';
import { byText, reasonText } from './describe-automation.ts';

const FILTERS = ['all', 'fired', 'would', 'refused', 'problems'] as const;
type Filter = (typeof FILTERS)[number];
const SHOWN = 200;

/** What rules did, what they did not, and why; the newest first. */
export function TimelineTab({ rules, onClear }: { readonly rules: readonly AutomationRule[]; readonly onClear: () => void }) {
  const { automation } = useStrings();
  const words = automation.timeline;
  const { value, problem } = useWatch((api) => api.automation.watchTimeline);
  const [filter, setFilter] = useState<Filter>('all');
  const [ruleId, setRuleId] = useState<string | null>(null);
  if (value === undefined)
    return (
      <Panel>
        {problem === undefined ? <LoadingState rows={8} /> : <FailedState title={automation.loadFailed} problem={problem} />}
      </Panel>
    );
  const shown = value.filter((entry) => passes(entry, filter) && (ruleId === null || entry.ruleId === ruleId)).slice(-SHOWN);
  const names = new Map(value.map((entry) => [entry.ruleId, entry.ruleName || automation.unnamed]));
  return (
    <Panel>
      <div className="rule-tools">
        <SegmentedControl
          size="xs"
          aria-label={words.filter}
          data={FILTERS.map((one) => ({ value: one, label: words[one] }))}
          value={filter}
          onChange={(next) => setFilter(FILTERS.find((one) => one === next) ?? 'all')}
        />
        <Select
          size="xs"
          aria-label={words.rule}
          placeholder={words.anyRule}
          clearable
          data={[...names].map(([id, label]) => ({ value: id, label }))}
          value={ruleId}
          onChange={setRuleId}
        />
        <Button
          className="rule-clear"
          size="xs"
          variant="subtle"
          color="gray"
          leftSection={<IconTrash size="0.9rem" />}
          disabled={value.length === 0}
          onClick={onClear}
        >
          {words.clear}
        </Button>
      </div>
      {shown.length === 0 ? (
        <EmptyState icon={<IconHistory size="1.5rem" />} title={words.empty} hint={words.emptyHint} />
      ) : (
        <ul className="rule-timeline">
          {shown.toReversed().map((entry) => (
            <TimelineRow key={entry.seq} entry={entry} rule={rules.find(({ id }) => id === entry.ruleId)} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function passes(entry: TimelineEntry, filter: Filter): boolean {
  if (filter === 'all') return true;
  if (filter === 'problems') return entry.steps.some(({ state }) => state === 'problem' || state === 'held');
  return entry.kind === filter;
}

/** What was done in part is no plain "done". */
const verdictOf = ({ kind, steps }: TimelineEntry): TimelineEntry['kind'] | 'problems' =>
  steps.some(({ state }) => state === 'problem') ? 'problems' : kind;

function TimelineRow({ entry, rule }: { readonly entry: TimelineEntry; readonly rule: AutomationRule | undefined }) {
  const strings = useStrings();
  const { automation } = strings;
  const language = useInterfaceLanguage();
  const names: Readonly<Record<string, string>> = actionNames(strings);
  const verdict = verdictOf(entry);
  const time = new Date(entry.atMs).toLocaleTimeString(language);
  const cause = [entry.cause.user, entry.cause.text].filter((text) => text !== '').join(': ');
  return (
    <li data-kind={entry.kind}>
      <time dateTime={new Date(entry.atMs).toISOString()}>{time}</time>
      <span className="tag" data-kind={verdict}>
        {automation.timeline[verdict]}
      </span>
      <div className="rule-told">
        <strong>{entry.ruleName || automation.unnamed}</strong>
        <span className="rule-cause">
          {byText(strings, entry.by)}
          {cause === '' ? '' : ` · ${cause}`}
          {entry.count > 1 ? ` · ${fill(automation.timeline.times, { n: entry.count })}` : ''}
        </span>
        {entry.reason === null ? null : <p className="rule-reason">{reasonText(strings, entry, rule)}</p>}
        {entry.steps.length === 0 ? null : (
          <ul className="rule-steps">
            {entry.steps.map((step, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity of their own
              <li key={index} data-state={step.state}>
                <span>
                  {lookUp(names, step.type) ?? step.type}
                  {step.what === ''
                    ? ''
                    : ` · ${step.type === 'emotion' ? (lookUp(strings.emotions, step.what) ?? step.what) : step.what}`}
                </span>
                <em>{automation.steps[step.state]}</em>
                {step.problem === '' ? null : <p>{step.problem}</p>}
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}
