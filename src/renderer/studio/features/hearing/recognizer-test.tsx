import { Button, FileButton, Select } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconFileMusic, IconMicrophone, IconPlayerStopFilled } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { type RecognizerInfo, recognizerIdSchema } from '#shared/contract/hearing.ts';
import type { Transcription } from '#shared/contract/recognition.ts';
import { fill, lookUp } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { durationText } from '../../latency/latency-segments.ts';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { useAction } from '../../ui/use-action.ts';
import { pcmFromRecording } from './recording.ts';
import { useRecorder } from './use-recorder.ts';

/** One sentence or recording, written down by a recogniser of choice: how well, and how fast. */
export function RecognizerTest({
  list,
  used,
}: {
  readonly list: readonly RecognizerInfo[];
  readonly used: RecognizerInfo['id'] | null;
}) {
  const { recognition } = useStrings();
  const able = list.filter(({ available }) => available);
  const [wanted, setWanted] = useState<RecognizerInfo['id']>();
  const chosen = able.find(({ id }) => id === wanted) ?? able.find(({ id }) => id === used) ?? able[0];
  return (
    <section className="recognizer-test" aria-label={recognition.title}>
      <h3>{recognition.title}</h3>
      <p className="field-hint">{recognition.hint}</p>
      {chosen === undefined ? (
        <p className="field-hint">{recognition.none}</p>
      ) : (
        <Trial able={able} chosen={chosen} onChoose={setWanted} />
      )}
    </section>
  );
}

interface TrialProps {
  readonly able: readonly RecognizerInfo[];
  readonly chosen: RecognizerInfo;
  readonly onChoose: (id: RecognizerInfo['id']) => void;
}

function Trial({ able, chosen, onChoose }: TrialProps) {
  const { recognition, hearing } = useStrings();
  const client = useClient();
  const { language, deviceId } = useSettings((all) => all.hearing);
  const [result, setResult] = useState<Transcription>();
  const [trouble, setTrouble] = useState<string>();
  const transcribe = useCallback(
    (pcm: string) => client.recognition.transcribe({ recognizer: chosen.id, language, pcm }),
    [client, chosen.id, language],
  );
  const { run, busy } = useAction(recognition.failed, transcribe);
  const take = async (file: Blob): Promise<void> => {
    setResult(undefined);
    const pcm = await pcmFromRecording(file).catch(() => undefined);
    setTrouble(pcm === undefined ? recognition.unreadable : undefined);
    if (pcm !== undefined) setResult(await run(pcm));
  };
  const recorder = useRecorder(deviceId, (file) => (file === undefined ? setTrouble(recognition.noMicrophone) : void take(file)));
  return (
    <>
      <div className="recognizer-test-row">
        <Select
          aria-label={recognition.with}
          allowDeselect={false}
          value={chosen.id}
          onChange={(next) => onChoose(recognizerIdSchema.parse(next))}
          data={able.map(({ id }) => ({ value: id, label: hearing.recognizerNames[id] }))}
        />
        {recorder.secondsLeft === undefined ? (
          <Button variant="light" loading={busy} leftSection={<IconMicrophone size="1rem" />} onClick={recorder.start}>
            {recognition.record}
          </Button>
        ) : (
          <Button color="red" leftSection={<IconPlayerStopFilled size="1rem" />} onClick={recorder.finish}>
            {recognition.finish}
          </Button>
        )}
        <FileButton accept="audio/*" onChange={(file) => (file === null ? undefined : void take(file))}>
          {(props) => (
            <Button {...props} variant="default" disabled={busy} leftSection={<IconFileMusic size="1rem" />}>
              {recognition.choose}
            </Button>
          )}
        </FileButton>
      </div>
      <div className="recognizer-test-result" role="status">
        {recorder.secondsLeft !== undefined ? (
          <span className="field-hint">{fill(recognition.recording, { n: recorder.secondsLeft })}</span>
        ) : (
          <Outcome busy={busy} trouble={trouble} result={result} online={chosen.online} />
        )}
      </div>
    </>
  );
}

interface OutcomeProps {
  readonly busy: boolean;
  readonly trouble: string | undefined;
  readonly result: Transcription | undefined;
  readonly online: boolean;
}

function Outcome({ busy, trouble, result, online }: OutcomeProps) {
  const { recognition } = useStrings();
  if (busy) return <span className="field-hint">{recognition.working}</span>;
  if (trouble !== undefined) return <Words good={false} head={recognition.failed} words={trouble} />;
  if (result === undefined) return <span className="field-hint">{online ? recognition.onlineWarning : recognition.idle}</span>;
  const times = fill(recognition.took, { time: durationText(result.ms), length: durationText(result.seconds * 1000) });
  if (!result.ok) return <Problem result={result} />;
  return <Words good head={times} words={result.text === '' ? recognition.nothing : result.text} />;
}

/** The studio's own message ends with the next step but is English: other languages say first what kind of failure it is. */
function Problem({ result }: { readonly result: Transcription }) {
  const { recognition } = useStrings();
  const interfaceLanguage = useInterfaceLanguage();
  const kind = result.code === undefined ? undefined : lookUp(recognition.problems, result.code);
  const words = [interfaceLanguage === 'en' ? undefined : kind, result.problem].filter(Boolean).join(' ');
  return <Words good={false} head={recognition.failed} words={words} />;
}

function Words({ good, head, words }: { readonly good: boolean; readonly head: string; readonly words: string }) {
  return (
    <div className={good ? 'test-good' : 'test-bad'}>
      <p className="test-head">
        {good ? <IconCheck size="1.05rem" aria-hidden /> : <IconAlertTriangle size="1.05rem" aria-hidden />}
        <strong>{head}</strong>
      </p>
      <p className="test-words">{words}</p>
    </div>
  );
}
