import { IconActivity, IconFaceId } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { Panel } from '../../ui/page.tsx';
import type { MeterStore } from './live-meter.tsx';
import { PresetFields } from './preset-fields.tsx';

/** Who moves her now, and how strongly she answers. */
export function SourcesCard({ store, motion, eyes }: { readonly store: MeterStore } & Parameters<typeof PresetFields>[0]) {
  const { mapping } = useStrings();
  const texts = useStore(
    store,
    useShallow(
      ({ value }) =>
        value?.sources.map(({ owner, parameters }) => fill(mapping.sourceParameters, { owner, n: parameters })) ?? [],
    ),
  );
  const faceFound = useStore(store, ({ value }) => value?.faceFound ?? false);
  const quiet = texts.length === 0;
  return (
    <Panel
      title={quiet ? mapping.nobody : mapping.now}
      {...(quiet ? { hint: mapping.nobodyHint } : {})}
      icon={<IconActivity size="1.25rem" />}
    >
      {quiet ? null : (
        <div className="mapping-sources">
          {texts.map((text) => (
            <span key={text} className="tag tag-accent">
              {text}
            </span>
          ))}
          {faceFound ? (
            <span className="tag tag-good">
              <IconFaceId size="0.875rem" aria-hidden /> {mapping.faceFound}
            </span>
          ) : null}
        </div>
      )}
      <PresetFields motion={motion} eyes={eyes} />
    </Panel>
  );
}
