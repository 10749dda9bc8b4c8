import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { EMOTIONS, type Emotion } from '#shared/speech/emotion.ts';
import { hotkeyText } from '../../hotkeys/hotkey-hint.tsx';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useMirror, useSettings } from '../../session/session-context.tsx';
import { useExpress } from '../../shell/use-express.ts';
import { EmotionIcon } from '../../ui/emotion-icon.tsx';

/** More would take room from the stage. */
const MAX_BUTTONS = 8;

/** A button for each expression that has a hotkey, and the others in a menu. */
export function ExpressionRow() {
  const { live, emotions, common } = useStrings();
  const hotkeys = useSettings((settings) => settings.hotkeys.expressions);
  const shown = useMirror('performance').value?.emotion;
  const express = useExpress();
  const keyOf = (emotion: Emotion): string => hotkeys[emotion] ?? '';
  const first = EMOTIONS.filter((emotion) => keyOf(emotion) !== '').slice(0, MAX_BUTTONS);
  const others = EMOTIONS.filter((emotion) => !first.includes(emotion));
  return (
    <fieldset className="expressions" aria-label={live.expressions}>
      {first.map((emotion) => (
        <Tooltip key={emotion} label={hotkeyText(keyOf(emotion))}>
          <button
            type="button"
            className="expression"
            data-shown={shown === emotion || undefined}
            onClick={() => express(emotion)}
          >
            <EmotionIcon emotion={emotion} size="1.1rem" />
            <span>{emotions[emotion]}</span>
          </button>
        </Tooltip>
      ))}
      <Menu shadow="md" position="top-end" width="11rem">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`${live.expressions}: ${common.open}`}>
            <IconDots size="1.1rem" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown mah="20rem" style={{ overflowY: 'auto' }}>
          {others.map((emotion) => (
            <Menu.Item
              key={emotion}
              leftSection={<EmotionIcon emotion={emotion} size="1.05rem" />}
              onClick={() => express(emotion)}
            >
              {emotions[emotion]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </fieldset>
  );
}
