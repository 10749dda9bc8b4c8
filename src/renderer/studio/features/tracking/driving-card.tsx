import { IconArrowsExchange } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedNumber, SavedSlider, SavedSwitch } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

/** When the avatar changes hands by itself, and how softly. */
export function DrivingCard() {
  const { driving } = useStrings();
  const { automatic, fadeSeconds, aiAnswers } = useSettings((all) => all.driving);
  const save = useSave();
  return (
    <Panel title={driving.automatic} hint={driving.automaticHint} icon={<IconArrowsExchange size="1.25rem" />}>
      <Row
        after={
          automatic.faceLost ? (
            <SavedNumber
              path="driving.automatic.faceLostSeconds"
              size="xs"
              label={driving.faceLostAfter}
              suffix={` ${unitOf(driving.seconds)}`}
              min={0.5}
              max={600}
              step={0.5}
              value={automatic.faceLostSeconds}
              onSave={(faceLostSeconds) => save({ driving: { automatic: { faceLostSeconds } } })}
            />
          ) : null
        }
      >
        <SavedSwitch
          path="driving.automatic.faceLost"
          label={driving.faceLost}
          description={driving.faceLostHint}
          value={automatic.faceLost}
          onSave={(faceLost) => save({ driving: { automatic: { faceLost } } })}
        />
      </Row>
      <Row
        after={
          automatic.idle ? (
            <SavedNumber
              path="driving.automatic.idleSeconds"
              size="xs"
              label={driving.idleAfter}
              suffix={` ${unitOf(driving.seconds)}`}
              min={5}
              max={3600}
              step={5}
              value={automatic.idleSeconds}
              onSave={(idleSeconds) => save({ driving: { automatic: { idleSeconds } } })}
            />
          ) : null
        }
      >
        <SavedSwitch
          path="driving.automatic.idle"
          label={driving.idle}
          description={driving.idleHint}
          value={automatic.idle}
          onSave={(idle) => save({ driving: { automatic: { idle } } })}
        />
      </Row>
      <SavedSwitch
        path="driving.automatic.voice"
        label={driving.voice}
        description={driving.voiceHint}
        value={automatic.voice}
        onSave={(voice) => save({ driving: { automatic: { voice } } })}
      />
      <div className="two-columns">
        <SavedSlider
          path="driving.fadeSeconds"
          label={driving.fade}
          hint={driving.fadeHint}
          min={0}
          max={5}
          step={0.1}
          home={0.8}
          show={(value) => fill(driving.seconds, { n: value.toFixed(1) })}
          value={fadeSeconds}
          onSave={(next) => save({ driving: { fadeSeconds: next } })}
        />
        <SavedSwitch
          path="driving.aiAnswers"
          label={driving.answers}
          description={driving.answersHint}
          value={aiAnswers}
          onSave={(next) => save({ driving: { aiAnswers: next } })}
        />
      </div>
    </Panel>
  );
}

/** "{n} s" → "s" */
const unitOf = (text: string): string => fill(text, { n: '' }).trim();

function Row({ children, after }: { readonly children: ReactNode; readonly after: ReactNode }) {
  return (
    <div className="track-auto">
      {children}
      {after}
    </div>
  );
}
