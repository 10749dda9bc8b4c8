import { Button } from '@mantine/core';
import { IconMicrophone } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useInfo, useSettings } from '../../session/session-context.tsx';
import { missingAbility } from '../../ui/ability.ts';
import { ChoiceCards } from '../../ui/choice-cards.tsx';
import { SavedSlider, SavedTags, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { problemText } from '../../ui/problem.ts';
import { showToast } from '../../ui/toast-store.ts';
import { useSave } from '../../ui/use-save.ts';
import { HotkeyRecorder } from '../settings/hotkey-recorder.tsx';

const MODES = ['push-to-talk', 'wake-word', 'open'] as const;

/** When her words are meant for her: while a key is held, after a wake word, always. */
export function ModeCard() {
  const { hearing } = useStrings();
  const mode = useSettings((all) => all.hearing.mode);
  const lock = useLock('hearing.mode');
  const save = useSave();
  return (
    <Panel>
      <ChoiceCards
        label={hearing.mode}
        disabled={lock.disabled}
        value={mode}
        onChange={(next) => {
          const found = MODES.find((one) => one === next);
          if (found !== undefined) void save({ hearing: { mode: found } });
        }}
        choices={MODES.map((value) => ({ value, title: hearing.modes[value], hint: hearing.modeHints[value] }))}
      />
      {lock.note}
      {mode === 'push-to-talk' ? <KeyFields /> : <WordFields sleeps={mode === 'wake-word'} />}
    </Panel>
  );
}

function KeyFields() {
  const strings = useStrings();
  const { hearing } = strings;
  const { pushToTalkKey, enabled } = useSettings((all) => all.hearing);
  const info = useInfo();
  const lock = useLock('hearing.pushToTalkKey');
  const save = useSave();
  const missing = info === undefined ? undefined : missingAbility(strings, info, 'globalHotkeys');
  const set = (key: string): void => void save({ hearing: { pushToTalkKey: key } });
  return (
    <div className="ears-key">
      <TalkButton disabled={!enabled} />
      <div>
        <span className="field-label">{hearing.key}</span>
        <HotkeyRecorder
          name={hearing.key}
          accelerator={pushToTalkKey}
          disabled={lock.disabled}
          onRecord={set}
          onClear={() => set('')}
        />
        <p className="field-hint">
          {missing === undefined ? hearing.keyHint : fill(strings.settings.hotkeysHere, { reason: missing })}
        </p>
      </div>
    </div>
  );
}

/** Held with the mouse, a finger, or Space and Enter. */
function TalkButton({ disabled }: { readonly disabled: boolean }) {
  const strings = useStrings();
  const { hearing } = strings;
  const client = useClient();
  const [held, setHeld] = useState(false);
  const isHeld = useRef(false);
  const talk = (next: boolean): void => {
    if (isHeld.current === next) return;
    isHeld.current = next;
    setHeld(next);
    client.hearing.talk({ held: next }).catch((error: unknown) => {
      showToast({ tone: 'bad', title: hearing.talkFailed, text: problemText(strings, error) });
    });
  };
  const isPress = (key: string): boolean => key === ' ' || key === 'Enter';
  return (
    <Button
      className="ears-talk"
      size="lg"
      disabled={disabled}
      variant={held ? 'filled' : 'light'}
      aria-pressed={held}
      leftSection={<IconMicrophone size="1.2rem" />}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        talk(true);
      }}
      onPointerUp={() => talk(false)}
      onPointerCancel={() => talk(false)}
      onKeyDown={(event) => {
        if (!isPress(event.key)) return;
        event.preventDefault();
        talk(true);
      }}
      onKeyUp={(event) => (isPress(event.key) ? talk(false) : undefined)}
      onBlur={() => talk(false)}
    >
      {held ? hearing.holding : hearing.hold}
    </Button>
  );
}

function WordFields({ sleeps }: { readonly sleeps: boolean }) {
  const { hearing } = useStrings();
  const settings = useSettings((all) => all.hearing);
  const name = useSettings((all) => all.persona.name);
  const save = useSave();
  return (
    <>
      <div className="two-columns">
        <SavedTags
          path="hearing.wakeWords"
          label={hearing.wakeWords}
          hint={fill(hearing.wakeWordsHint, { name })}
          placeholder={hearing.addWord}
          maxTags={20}
          value={settings.wakeWords}
          onSave={(wakeWords) => save({ hearing: { wakeWords: [...wakeWords] } })}
        />
        <SavedTags
          path="hearing.sleepWords"
          label={hearing.sleepWords}
          hint={hearing.sleepWordsHint}
          placeholder={hearing.addWord}
          maxTags={20}
          value={settings.sleepWords}
          onSave={(sleepWords) => save({ hearing: { sleepWords: [...sleepWords] } })}
        />
      </div>
      {sleeps ? (
        <SavedSlider
          path="hearing.awakeSeconds"
          label={hearing.awakeSeconds}
          min={5}
          max={300}
          step={5}
          home={30}
          show={(n) => fill(hearing.seconds, { n })}
          value={settings.awakeSeconds}
          onSave={(awakeSeconds) => save({ hearing: { awakeSeconds } })}
        />
      ) : null}
    </>
  );
}
