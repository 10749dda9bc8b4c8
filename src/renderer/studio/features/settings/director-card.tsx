import { IconGavel } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { Advanced } from '../../ui/advanced.tsx';
import { SavedNumber, SavedSwitch, SavedTags } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

const SWITCHES = ['answersChat', 'thanksGifts', 'greetsArrivals'] as const;
const NUMBERS = [
  { field: 'maxWaiting', name: 'maxWaiting', min: 1, max: 2000 },
  { field: 'maxAgeSeconds', name: 'maxAge', min: 1, max: 3600 },
  { field: 'mergeWindowSeconds', name: 'mergeWindow', min: 0, max: 120 },
  { field: 'quietAfterStopSeconds', name: 'quietAfterStop', min: 0, max: 600 },
] as const;
const TAGS = [
  { field: 'stopWords', hint: 'stopWordsHint', maxTags: 20 },
  { field: 'blockedWords', hint: undefined, maxTags: 2000 },
  { field: 'mutedPrefixes', hint: undefined, maxTags: 20 },
] as const;

/** Which messages she answers, and when she is silent. */
export function DirectorCard() {
  const { settings } = useStrings();
  const director = useSettings((all) => all.director);
  const save = useSave();
  return (
    <Panel title={settings.director} icon={<IconGavel size="1.25rem" />}>
      <div className="switches switches-row">
        {SWITCHES.map((field) => (
          <SavedSwitch
            key={field}
            path={`director.${field}`}
            label={settings[field]}
            value={director[field]}
            onSave={(next) => save({ director: { [field]: next } })}
          />
        ))}
      </div>
      <Advanced>
        <div className="number-grid">
          {NUMBERS.map(({ field, name, min, max }) => (
            <SavedNumber
              key={field}
              path={`director.${field}`}
              label={settings[name]}
              min={min}
              max={max}
              value={director[field]}
              onSave={(next) => save({ director: { [field]: next } })}
            />
          ))}
        </div>
        {TAGS.map(({ field, hint, maxTags }) => (
          <SavedTags
            key={field}
            path={`director.${field}`}
            label={settings[field]}
            hint={hint === undefined ? undefined : settings[hint]}
            placeholder={settings.tagsPlaceholder}
            maxTags={maxTags}
            value={director[field]}
            onSave={(next) => save({ director: { [field]: [...next] } })}
          />
        ))}
      </Advanced>
    </Panel>
  );
}
