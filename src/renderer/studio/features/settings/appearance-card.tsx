import { SegmentedControl } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconPalette, IconSun } from '@tabler/icons-react';
import { settingsSchema } from '#shared/settings/settings.ts';
import { LANGUAGE_NAMES } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

const languageSchema = settingsSchema.shape.language;
const themeSchema = settingsSchema.shape.theme;
const THEME_ICONS = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon } as const;

export function AppearanceCard() {
  const { settings } = useStrings();
  const language = useSettings((all) => all.language);
  const theme = useSettings((all) => all.theme);
  const save = useSave();
  const languageLock = useLock('language');
  const themeLock = useLock('theme');
  const themeNames = { auto: settings.themeAuto, light: settings.light, dark: settings.dark };
  return (
    <Panel title={settings.appearance} icon={<IconPalette size="1.25rem" />}>
      <div className="setting-row">
        <span className="field-label">{settings.language}</span>
        <SegmentedControl
          size="sm"
          aria-label={settings.language}
          disabled={languageLock.disabled}
          value={language}
          onChange={(next) => void save({ language: languageSchema.unwrap().parse(next) })}
          data={[
            { value: 'auto', label: settings.languageAuto },
            ...Object.entries(LANGUAGE_NAMES).map(([value, label]) => ({ value, label })),
          ]}
        />
      </div>
      {languageLock.note}
      <div className="setting-row">
        <span className="field-label">{settings.theme}</span>
        <SegmentedControl
          size="sm"
          aria-label={settings.theme}
          disabled={themeLock.disabled}
          value={theme}
          onChange={(next) => void save({ theme: themeSchema.unwrap().parse(next) })}
          data={(['auto', 'light', 'dark'] as const).map((value) => ({
            value,
            label: <ThemeLabel theme={value} name={themeNames[value]} />,
          }))}
        />
      </div>
      {themeLock.note}
    </Panel>
  );
}

function ThemeLabel({ theme, name }: { readonly theme: keyof typeof THEME_ICONS; readonly name: string }) {
  const Icon = THEME_ICONS[theme];
  return (
    <span className="icon-label">
      <Icon size="1rem" aria-hidden /> {name}
    </span>
  );
}
