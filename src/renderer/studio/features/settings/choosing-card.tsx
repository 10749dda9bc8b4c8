import { Text } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { Advanced } from '../../ui/advanced.tsx';
import { SavedNumber, SavedSlider } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

const WEIGHTS = ['money', 'loyalty', 'question', 'mention', 'novelty', 'role', 'intent', 'fatigue'] as const;
const FORGETS = ['chat', 'question', 'gift', 'redemption', 'join', 'follow', 'like', 'share', 'raid'] as const;

/** What counts how much when she picks the next message, and how long each kind may wait. */
export function ChoosingCard() {
  const { choosing } = useStrings();
  const { weights, forgetSeconds, summariseWindowSeconds } = useSettings((all) => all.director);
  const save = useSave();
  return (
    <Panel title={choosing.title} icon={<IconScale size="1.25rem" />}>
      <Text size="sm" c="dimmed">
        {choosing.intro}
      </Text>
      <div className="weight-grid">
        {WEIGHTS.map((part) => (
          <SavedSlider
            key={part}
            path={`director.weights.${part}`}
            label={choosing.weights[part]}
            hint={choosing.weightHints[part]}
            min={0}
            max={3}
            step={0.1}
            home={1}
            show={(value) => (value === 0 ? choosing.off : fill(choosing.times, { n: Math.round(value * 10) / 10 }))}
            value={weights[part]}
            onSave={(next) => save({ director: { weights: { [part]: next } } })}
          />
        ))}
      </div>
      <div className="number-grid">
        <SavedNumber
          path="director.summariseWindowSeconds"
          label={choosing.summarise}
          description={choosing.summariseHint}
          min={0}
          max={120}
          value={summariseWindowSeconds}
          onSave={(next) => save({ director: { summariseWindowSeconds: next } })}
        />
      </div>
      <Advanced>
        <div>
          <Text size="sm" fw={500}>
            {choosing.forget}
          </Text>
          <Text size="xs" c="dimmed">
            {choosing.forgetHint}
          </Text>
        </div>
        <div className="number-grid">
          {FORGETS.map((kind) => (
            <SavedNumber
              key={kind}
              path={`director.forgetSeconds.${kind}`}
              label={choosing.forgets[kind]}
              min={0}
              max={3600}
              value={forgetSeconds[kind]}
              onSave={(next) => save({ director: { forgetSeconds: { [kind]: next } } })}
            />
          ))}
        </div>
      </Advanced>
    </Panel>
  );
}
