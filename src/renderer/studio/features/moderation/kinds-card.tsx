import { NativeSelect } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { MODERATION_ACTIONS, type ModerationAction, type ModerationCategory } from '#shared/live/appraisal.ts';
import { livePlatformSchema } from '#shared/live/live-event.ts';
import type { ModerationSettings } from '#shared/settings/settings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { Advanced } from '../../ui/advanced.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

const KINDS: readonly { readonly field: keyof ModerationSettings['actions']; readonly category: ModerationCategory }[] = [
  { field: 'ownList', category: 'own-list' },
  { field: 'abuse', category: 'abuse' },
  { field: 'hate', category: 'hate' },
  { field: 'sexual', category: 'sexual' },
  { field: 'violence', category: 'violence' },
  { field: 'selfHarm', category: 'self-harm' },
  { field: 'politics', category: 'politics' },
  { field: 'spam', category: 'spam' },
  { field: 'personalData', category: 'personal-data' },
  { field: 'injection', category: 'injection' },
];
const MEASURES = ['relaxed', 'normal', 'strict'] as const;

/** What happens to each kind of unfit message, and where it is taken more or less seriously. */
export function KindsCard() {
  const { moderation, choosing } = useStrings();
  const actions = useSettings((all) => all.moderation.actions);
  const save = useSave();
  return (
    <Panel title={moderation.kinds} hint={moderation.kindsHint} icon={<IconFilter size="1.25rem" />}>
      <div className="kinds">
        {KINDS.map(({ field, category }) => (
          <ActionSelect
            key={field}
            label={choosing.categories[category]}
            value={actions[field]}
            onChange={(action) => void save({ moderation: { actions: { [field]: action } } })}
          />
        ))}
      </div>
      <Advanced>
        <PlatformMeasures />
      </Advanced>
    </Panel>
  );
}

interface ActionSelectProps {
  readonly label: string;
  readonly value: ModerationAction;
  readonly onChange: (action: ModerationAction) => void;
}

export function ActionSelect({ label, value, onChange }: ActionSelectProps) {
  const { moderation } = useStrings();
  return (
    <NativeSelect
      size="xs"
      label={label}
      value={value}
      data={MODERATION_ACTIONS.map((action) => ({ value: action, label: moderation.actions[action] }))}
      onChange={(event) => {
        const action = MODERATION_ACTIONS.find((one) => one === event.currentTarget.value);
        if (action !== undefined) onChange(action);
      }}
    />
  );
}

function PlatformMeasures() {
  const { moderation, platforms } = useStrings();
  const measures = useSettings((all) => all.moderation.platforms);
  const save = useSave();
  return (
    <div>
      <span className="field-label">{moderation.platforms}</span>
      <p className="field-hint">{moderation.platformsHint}</p>
      <div className="kinds">
        {livePlatformSchema.options.map((platform) => (
          <NativeSelect
            key={platform}
            size="xs"
            label={platforms[platform]}
            value={measures[platform] ?? 'normal'}
            data={MEASURES.map((measure) => ({ value: measure, label: moderation.measures[measure] }))}
            onChange={(event) => {
              const measure = MEASURES.find((one) => one === event.currentTarget.value);
              if (measure !== undefined) void save({ moderation: { platforms: { [platform]: measure } } });
            }}
          />
        ))}
      </div>
    </div>
  );
}
