import { ActionIcon, Select } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { type SpeakingStyleSettings, speakingStyleSchema } from '#shared/settings/settings.ts';
import { EMOTIONS, type Emotion, LANGUAGES } from '#shared/speech/emotion.ts';
import { fill } from '../../../i18n/strings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useSettings } from '../../../session/session-context.tsx';
import { EmotionIcon } from '../../../ui/emotion-icon.tsx';
import { SavedText, useLock } from '../../../ui/fields.tsx';
import { showToast } from '../../../ui/toast-store.ts';
import { useSave } from '../../../ui/use-save.ts';
import type { ServerName } from './server-names.ts';

const EMPTY = speakingStyleSchema.parse({});
const isEmpty = (style: SpeakingStyleSettings): boolean =>
  style.referenceAudio === '' && style.referenceText === '' && style.style === '';

/** What a server can be told for each mood. */
export interface MoodFields {
  /** A recording to imitate: its path is read by us, or by the server. */
  readonly recording: 'here' | 'there' | undefined;
  readonly recordingText: boolean;
  readonly style: boolean;
}

/** A recording or a style for each mood; `neutral` always stands there, others are added. */
export function ServerMoods({ name, fields }: { readonly name: ServerName; readonly fields: MoodFields }) {
  const { voiceServers: words, emotions } = useStrings();
  const styles = useSettings(({ voice }) => voice.servers[name].styles);
  const [added, setAdded] = useState<readonly Emotion[]>([]);
  const shown = EMOTIONS.filter(
    (mood) => mood === 'neutral' || added.includes(mood) || (styles[mood] !== undefined && !isEmpty(styles[mood])),
  );
  return (
    <fieldset className="server-moods">
      <legend className="field-label">{words.moods}</legend>
      <p className="field-hint">{words.moodsHint}</p>
      {shown.map((mood) => (
        <Mood
          key={mood}
          name={name}
          mood={mood}
          style={styles[mood] ?? EMPTY}
          fields={fields}
          onRemoved={() => setAdded(added.filter((one) => one !== mood))}
        />
      ))}
      <Select
        className="server-add-mood"
        aria-label={words.addMood}
        placeholder={words.addMood}
        value={null}
        maxDropdownHeight={280}
        data={EMOTIONS.filter((mood) => !shown.includes(mood)).map((mood) => ({ value: mood, label: emotions[mood] }))}
        onChange={(next) => {
          const mood = EMOTIONS.find((one) => one === next);
          if (mood) setAdded([...added, mood]);
        }}
      />
    </fieldset>
  );
}

interface MoodProps {
  readonly name: ServerName;
  readonly mood: Emotion;
  readonly style: SpeakingStyleSettings;
  readonly fields: MoodFields;
  readonly onRemoved: () => void;
}

function Mood({ name, mood, style, fields, onRemoved }: MoodProps) {
  const { voiceServers: words, emotions, common } = useStrings();
  const save = useSave();
  const keep = (patch: Partial<SpeakingStyleSettings>): Promise<void> =>
    save({ voice: { servers: { [name]: { styles: { [mood]: patch } } } } });
  const remove = (): void => {
    void keep({ ...EMPTY });
    onRemoved();
    if (isEmpty(style)) return;
    showToast({
      tone: 'plain',
      title: fill(words.removedMood, { mood: emotions[mood] }),
      action: { label: common.undo, run: () => void keep(style) },
    });
  };
  return (
    <div className="server-mood">
      <div className="server-mood-head">
        <EmotionIcon emotion={mood} size="1rem" />
        <strong>{emotions[mood]}</strong>
        {mood === 'neutral' ? null : (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={fill(words.removeMood, { mood: emotions[mood] })}
            onClick={remove}
          >
            <IconTrash size="1rem" />
          </ActionIcon>
        )}
      </div>
      <div className="server-mood-fields">
        <MoodInputs name={name} path={`voice.servers.${name}.styles.${mood}`} style={style} fields={fields} keep={keep} />
      </div>
    </div>
  );
}

interface MoodInputsProps extends Pick<MoodProps, 'name' | 'style' | 'fields'> {
  readonly path: string;
  readonly keep: (patch: Partial<SpeakingStyleSettings>) => Promise<void>;
}

function MoodInputs({ name, path, style, fields, keep }: MoodInputsProps) {
  const { voiceServers: words, languages } = useStrings();
  const lock = useLock(`${path}.referenceLanguage`);
  const labels: Partial<Record<ServerName, string>> = words.style;
  return (
    <>
      {fields.recording === undefined ? null : (
        <SavedText
          path={`${path}.referenceAudio`}
          label={words.reference}
          description={fields.recording === 'here' ? words.referenceHere : words.referenceThere}
          placeholder="…/calm.wav"
          spellCheck={false}
          maxLength={1000}
          value={style.referenceAudio}
          onSave={(referenceAudio) => keep({ referenceAudio: referenceAudio.trim().replace(/^"(.*)"$/u, '$1') })}
        />
      )}
      {fields.recordingText ? (
        <>
          <SavedText
            path={`${path}.referenceText`}
            label={words.referenceText}
            maxLength={1000}
            value={style.referenceText}
            onSave={(referenceText) => keep({ referenceText })}
          />
          <Select
            label={words.referenceLanguage}
            allowDeselect={false}
            disabled={lock.disabled}
            data={LANGUAGES.map((one) => ({ value: one, label: languages[one] }))}
            value={style.referenceLanguage}
            onChange={(next) => void keep({ referenceLanguage: LANGUAGES.find((one) => one === next) ?? 'zh' })}
          />
        </>
      ) : null}
      {fields.style ? (
        <SavedText
          path={`${path}.style`}
          label={labels[name] ?? ''}
          maxLength={500}
          value={style.style}
          onSave={(next) => keep({ style: next })}
        />
      ) : null}
    </>
  );
}
