import { Anchor, Select } from '@mantine/core';
import { useCallback } from 'react';
import type { HearingView, RecognizerInfo } from '#shared/contract/hearing.ts';
import { hearingSettingsSchema } from '#shared/settings/settings.ts';
import { LANGUAGES } from '#shared/speech/emotion.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { ChoiceCards } from '../../ui/choice-cards.tsx';
import { SavedTags, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { FailedState, LoadingState } from '../../ui/states.tsx';
import { useQuery } from '../../ui/use-query.ts';
import { useSave } from '../../ui/use-save.ts';
import { useRecognizerReason } from './recognizer-reason.ts';
import { RecognizerServers } from './recognizer-servers.tsx';
import { RecognizerTest } from './recognizer-test.tsx';

const { recognizer: recognizerSchema, language: languageSchema } = hearingSettingsSchema.unwrap().shape;

/** What writes the words down, with the reason where one cannot. */
export function RecognizerCard({ view }: { readonly view: HearingView | undefined }) {
  const { hearing } = useStrings();
  const client = useClient();
  const servers = useSettings((all) => all.hearing.servers);
  // Servers that were just switched on answer for themselves.
  // biome-ignore lint/correctness/useExhaustiveDependencies: other servers, another answer
  const ask = useCallback((signal: AbortSignal) => client.hearing.recognizers({}, { signal }), [client, servers]);
  const { value, problem, again } = useQuery(ask);
  const used = view?.recognizer;
  return (
    <Panel
      right={
        used == null ? null : (
          <span className="tag tag-good">{fill(hearing.recognizerUsed, { name: hearing.recognizerNames[used] })}</span>
        )
      }
      title={hearing.recognizer}
    >
      {value === undefined ? (
        problem === undefined ? (
          <LoadingState rows={3} />
        ) : (
          <FailedState title={hearing.loadFailed} problem={problem} onRetry={again} />
        )
      ) : (
        <Recognizers list={value} />
      )}
      <WordsFields />
      {value === undefined ? null : <RecognizerTest list={value} used={used ?? null} />}
      <RecognizerServers />
    </Panel>
  );
}

function Recognizers({ list }: { readonly list: readonly RecognizerInfo[] }) {
  const { hearing } = useStrings();
  const current = useSettings((all) => all.hearing.recognizer);
  const lock = useLock('hearing.recognizer');
  const save = useSave();
  const reasonOf = useRecognizerReason();
  const none = list.every(({ available }) => !available);
  return (
    <>
      {none ? (
        <p className="trouble trouble-degraded">
          {hearing.recognizerNone} <Anchor href="#/local-models">{hearing.models}</Anchor>
        </p>
      ) : null}
      <ChoiceCards
        wide
        label={hearing.recognizer}
        disabled={lock.disabled}
        value={current}
        onChange={(next) => void save({ hearing: { recognizer: recognizerSchema.parse(next) } })}
        choices={[
          { value: 'auto', title: hearing.recognizerAuto, hint: hearing.recognizerAutoHint },
          ...list.map((one) => ({
            value: one.id,
            title: hearing.recognizerNames[one.id],
            hint: [one.online ? hearing.online : hearing.local, one.streaming ? hearing.streams : ''].filter(Boolean).join(' · '),
            badge: one.available ? null : <span className="tag tag-off">{hearing.missing}</span>,
            blocked: one.available ? undefined : reasonOf(one),
          })),
        ]}
      />
      {lock.note}
    </>
  );
}

function WordsFields() {
  const { hearing, languages } = useStrings();
  const { language, hotWords } = useSettings((all) => all.hearing);
  const lock = useLock('hearing.language');
  const save = useSave();
  return (
    <div className="two-columns">
      <Select
        label={hearing.language}
        description={lock.note}
        disabled={lock.disabled}
        value={language}
        onChange={(next) => void save({ hearing: { language: languageSchema.parse(next ?? 'auto') } })}
        data={[
          { value: 'auto', label: hearing.languageAuto },
          ...LANGUAGES.map((one) => ({ value: one, label: languages[one] })),
        ]}
      />
      <SavedTags
        path="hearing.hotWords"
        label={hearing.hotWords}
        hint={hearing.hotWordsHint}
        placeholder={hearing.addWord}
        maxTags={200}
        value={hotWords}
        onSave={(next) => save({ hearing: { hotWords: [...next] } })}
      />
    </div>
  );
}
