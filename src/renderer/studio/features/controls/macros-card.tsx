import { Button } from '@mantine/core';
import { IconMoodSmile } from '@tabler/icons-react';
import { MACRO_NAMES } from '#shared/tracking/controls/macro-names.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { Panel } from '../../ui/page.tsx';
import { useControls, useControlsState } from './controls-context.tsx';

/** Gestures to try, and to play by hand. */
export function MacrosCard() {
  const { controls: words } = useStrings();
  const controls = useControls();
  const isOff = useControlsState() === 'off';
  return (
    <Panel title={words.macros} hint={isOff ? words.macroOff : words.macrosHint} icon={<IconMoodSmile size="1.25rem" />}>
      <div className="button-row">
        {MACRO_NAMES.map((macro) => (
          <Button key={macro} variant="default" disabled={isOff} onClick={() => controls?.play(macro)}>
            {words.macroNames[macro]}
          </Button>
        ))}
      </div>
    </Panel>
  );
}
