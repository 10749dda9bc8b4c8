import { Button, Select } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconHeadphones, IconPlayerStopFilled, IconStethoscope } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { VoiceEngineInfo } from '#shared/contract/speech.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { durationText } from '../../latency/latency-segments.ts';
import { useClient } from '../../session/session-context.tsx';
import { useAction } from '../../ui/use-action.ts';
import { usePreview } from './servers/use-preview.ts';
import { voiceProblemText } from './servers/voice-problem-text.ts';
import './servers/servers.css';

type TestResult = Awaited<ReturnType<ReturnType<typeof useClient>['speech']['testEngine']>>;
const DEFAULT = 'default';

interface VoiceTrialProps {
  readonly engine: VoiceEngineInfo;
  readonly testLabel: string;
  readonly onTested: () => void;
}

/** Says one sentence that only the streamer hears: how long it took, and how a voice sounds. */
export function VoiceTrial({ engine, testLabel, onTested }: VoiceTrialProps) {
  const { voiceServers: words, voice: phrases, languages } = useStrings();
  const interfaceLanguage = useInterfaceLanguage();
  const own: Language = interfaceLanguage === 'zh-CN' ? 'zh' : interfaceLanguage;
  const [chosen, setLanguage] = useState<Language>();
  const language = [chosen, own].find((one) => one !== undefined && engine.languages.includes(one)) ?? engine.languages[0] ?? own;
  const [voice, setVoice] = useState('');
  const text = { zh: phrases.testZh, en: phrases.testEn, ja: phrases.testJa }[language];
  const voices = engine.voices.filter((one) => one.language === language);
  const known = voices.some(({ id }) => id === voice) ? voice : '';
  return (
    <fieldset className="server-trial">
      <legend className="field-label">{words.trial}</legend>
      <div className="server-trial-choices">
        <Select
          label={words.trialLanguage}
          allowDeselect={false}
          data={engine.languages.map((one) => ({ value: one, label: languages[one] }))}
          value={language}
          onChange={(next) => setLanguage(engine.languages.find((one) => one === next))}
        />
        <Select
          label={words.trialVoice}
          searchable
          allowDeselect={false}
          disabled={voices.length === 0}
          maxDropdownHeight={260}
          data={[
            { value: DEFAULT, label: words.trialVoiceDefault },
            ...voices.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={known === '' ? DEFAULT : known}
          onChange={(next) => setVoice(next === null || next === DEFAULT ? '' : next)}
        />
        <Listen engine={engine.id} voice={known} language={language} text={text} />
      </div>
      <Test engine={engine.id} language={language} text={text} label={testLabel} onTested={onTested} />
    </fieldset>
  );
}

interface TrialProps {
  readonly engine: VoiceEngineInfo['id'];
  readonly language: Language;
  readonly text: string;
}

function Listen({ engine, voice, language, text }: TrialProps & { readonly voice: string }) {
  const strings = useStrings();
  const words = strings.voiceServers;
  const client = useClient();
  const { playing, play, stop } = usePreview();
  const listen = useCallback(async () => {
    const { wav, problem } = await client.speech.preview({ engine, voice, language, text });
    if (problem) throw new Error(voiceProblemText(strings, problem));
    if (wav !== null) await play(wav);
  }, [client, engine, voice, language, text, play, strings]);
  const { run, busy } = useAction(words.testFailed, listen);
  return (
    <Button
      variant="default"
      className="server-listen"
      loading={busy}
      leftSection={playing ? <IconPlayerStopFilled size="0.95rem" /> : <IconHeadphones size="1rem" />}
      onClick={() => (playing ? stop() : void run())}
    >
      {playing ? words.stop : words.listen}
    </Button>
  );
}

function Test({
  engine,
  language,
  text,
  label,
  onTested,
}: TrialProps & { readonly label: string; readonly onTested: () => void }) {
  const { voiceServers: words } = useStrings();
  const client = useClient();
  const [result, setResult] = useState<TestResult>();
  const ask = useCallback(() => client.speech.testEngine({ engine, language, text }), [client, engine, language, text]);
  const { run, busy } = useAction(words.testFailed, ask);
  return (
    <div className="server-test">
      <Button
        variant="light"
        leftSection={<IconStethoscope size="1rem" />}
        loading={busy}
        onClick={async () => {
          setResult(undefined);
          setResult(await run());
          onTested();
        }}
      >
        {label}
      </Button>
      <div className="server-test-result" role="status">
        {result === undefined ? (
          <span className="field-hint">{busy ? words.testing : words.testHint}</span>
        ) : (
          <Result result={result} />
        )}
      </div>
    </div>
  );
}

function Result({ result }: { readonly result: TestResult }) {
  const strings = useStrings();
  const words = strings.voiceServers;
  if (result.problem !== null) {
    return (
      <p className="server-bad">
        <IconAlertTriangle size="1.05rem" aria-hidden /> {voiceProblemText(strings, result.problem)}
      </p>
    );
  }
  return (
    <p className="server-good">
      <IconCheck size="1.05rem" aria-hidden /> <strong>{words.works}</strong>
      {result.firstSoundMs === null ? null : (
        <span className="tabular">{fill(words.firstSound, { time: durationText(result.firstSoundMs) })}</span>
      )}
      <span className="tabular">{fill(words.seconds, { n: result.soundSeconds.toFixed(1) })}</span>
    </p>
  );
}
