import { ColorInput } from '@mantine/core';
import { IconBackground } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { useSave } from '../../ui/use-save.ts';

const GREEN = '#00ff00';
const BLUE = '#0000ff';
const TRANSPARENT = 'transparent';
const DRAGGING_PAUSE_MS = 200;

export function BackgroundCard() {
  const { stage } = useStrings();
  const background = useSettings((settings) => settings.stage.background);
  const save = useSave();
  const lock = useLock('stage.background');
  const choose = (next: string): void => void save({ stage: { background: next } });
  const draft = useDraft(
    background === TRANSPARENT ? '' : background,
    (next: string) => (/^#[0-9a-f]{6}$/i.test(next) ? save({ stage: { background: next } }) : undefined),
    DRAGGING_PAUSE_MS,
  );
  const swatches = [
    { value: TRANSPARENT, label: stage.transparent, className: 'swatch-transparent' },
    { value: GREEN, label: stage.green, className: 'swatch-green' },
    { value: BLUE, label: stage.blue, className: 'swatch-blue' },
  ];
  return (
    <Panel title={stage.background} hint={lock.note ?? stage.transparentHint} icon={<IconBackground size="1.25rem" />}>
      <div className="swatches">
        {swatches.map(({ value, label, className }) => (
          <button
            type="button"
            key={value}
            className="swatch"
            aria-pressed={background === value}
            disabled={lock.disabled}
            onClick={() => choose(value)}
          >
            <i className={className} aria-hidden />
            {label}
          </button>
        ))}
        <ColorInput
          className="swatch-own"
          size="sm"
          format="hex"
          aria-label={stage.custom}
          placeholder={stage.custom}
          disabled={lock.disabled}
          value={draft.value}
          onChange={draft.change}
          onChangeEnd={draft.flush}
          swatches={['#ffffff', '#000000', '#ff00ff', '#808080']}
        />
      </div>
    </Panel>
  );
}
