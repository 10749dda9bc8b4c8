import { Button, ColorInput, Select } from '@mantine/core';
import { IconPalette, IconRotate } from '@tabler/icons-react';
import type { OwnTheme } from '#shared/contract/overlays.ts';
import { PLACES, type WidgetId } from '#shared/overlays/overlay-list.ts';
import { type Look, lookSchema } from '#shared/overlays/overlay-settings.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedSlider, SavedText } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useDraft } from '../../ui/use-draft.ts';
import { useThemeNames } from './use-theme-names.ts';
import { useWidget } from './use-widget.ts';

const percent = (value: number): string => `${Math.round(value * 100)} %`;
const DRAGGING_PAUSE_MS = 200;
const COLOURS = ['text', 'accent', 'surface'] as const;
const SWATCHES = ['#ffffff', '#1b1624', '#ff7eb6', '#f9b94d', '#6fd6a4', '#7ec8ff', '#c3a6ff', '#ff5c5c'];

/** How one overlay looks: its theme, and the streamer's own values over it. The preview above follows at once. */
export function LookPanel({ id, themes }: { readonly id: WidgetId; readonly themes: readonly OwnTheme[] }) {
  const { overlays: words, common } = useStrings();
  const names = useThemeNames(themes);
  const commonTheme = useSettings((settings) => settings.overlays.theme);
  const { value, set } = useWidget(id);
  const { look } = value;
  const path = `overlays.widgets.${id}`;
  const change = (next: Partial<Look>): Promise<void> => set({ look: { ...look, ...next } });
  const reset = (): void => {
    const before = look;
    void set({ look: lookSchema.parse({}) }).then(() =>
      showToast({
        tone: 'plain',
        title: words.resetDone,
        action: { label: common.undo, run: () => void set({ look: before }) },
      }),
    );
  };
  return (
    <Panel
      title={words.look}
      hint={words.lookHint}
      icon={<IconPalette size="1.25rem" />}
      right={
        <Button size="compact-sm" variant="subtle" leftSection={<IconRotate size="0.9rem" />} onClick={reset}>
          {words.reset}
        </Button>
      }
    >
      <div className="overlay-fields">
        <Select
          label={words.theme}
          allowDeselect={false}
          value={value.theme}
          data={[
            { value: '', label: fill(words.themeCommon, { name: names.get(commonTheme) ?? words.themeNames.glass }) },
            ...[...names].map(([theme, label]) => ({ value: theme, label })),
          ]}
          onChange={(theme) => void set({ theme: theme ?? '' })}
        />
        <Select
          label={words.place}
          allowDeselect={false}
          value={value.place}
          data={PLACES.map((place) => ({ value: place, label: words.places[place] }))}
          onChange={(next) => {
            const place = PLACES.find((one) => one === next);
            if (place !== undefined) void set({ place });
          }}
        />
        <SavedText
          path={`${path}.look.font`}
          label={words.font}
          description={words.fontHint}
          maxLength={100}
          value={look.font}
          onSave={(font) => change({ font })}
        />
        {COLOURS.map((colour) => (
          <Colour key={colour} label={words.colours[colour]} value={look[colour]} onSave={(next) => change({ [colour]: next })} />
        ))}
        <SavedSlider
          path={`${path}.look.scale`}
          label={words.scale}
          min={0.4}
          max={3}
          step={0.05}
          home={1}
          show={percent}
          value={look.scale}
          onSave={(scale) => change({ scale })}
        />
        <SavedSlider
          path={`${path}.look.opacity`}
          label={words.opacity}
          min={0}
          max={1}
          step={0.02}
          show={percent}
          value={look.opacity ?? 0.6}
          onSave={(opacity) => change({ opacity })}
        />
        <SavedSlider
          path={`${path}.look.radius`}
          label={words.radius}
          min={0}
          max={3}
          step={0.05}
          home={1}
          show={percent}
          value={look.radius ?? 1}
          onSave={(radius) => change({ radius })}
        />
        <SavedSlider
          path={`${path}.look.spacing`}
          label={words.spacing}
          min={0}
          max={3}
          step={0.05}
          home={1}
          show={percent}
          value={look.spacing ?? 1}
          onSave={(spacing) => change({ spacing })}
        />
        <SavedSlider
          path={`${path}.look.pace`}
          label={words.pace}
          min={0}
          max={3}
          step={0.1}
          home={1}
          show={(pace) => (pace === 0 ? words.still : percent(pace))}
          value={look.pace}
          onSave={(pace) => change({ pace })}
        />
      </div>
    </Panel>
  );
}

interface ColourProps {
  readonly label: string;
  readonly value: string;
  readonly onSave: (value: string) => Promise<void>;
}

/** '' leaves the theme's. */
function Colour({ label, value, onSave }: ColourProps) {
  const draft = useDraft(
    value,
    (next: string) => (next === '' || /^#[0-9a-f]{6}$/iu.test(next) ? onSave(next) : undefined),
    DRAGGING_PAUSE_MS,
  );
  return (
    <ColorInput
      format="hex"
      label={label}
      placeholder="#"
      value={draft.value}
      onChange={draft.change}
      onChangeEnd={draft.flush}
      swatches={SWATCHES}
    />
  );
}
