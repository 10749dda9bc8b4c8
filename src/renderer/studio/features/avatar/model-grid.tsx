import { IconMasksTheater } from '@tabler/icons-react';
import type { AvatarModel } from '#shared/avatar/model.ts';
import type { ModelsView } from '#shared/contract/models.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { AddButtons } from './add-buttons.tsx';
import { ModelCard } from './model-card.tsx';
import { SimplifiedNote } from './simplified-note.tsx';

interface ModelGridProps {
  readonly view: ModelsView;
  /** A switch is under way. */
  readonly busy: boolean;
  readonly onUse: (model: AvatarModel) => void;
  readonly onTerms: (model: AvatarModel) => void;
}

export function ModelGrid({ view, busy, onUse, onTerms }: ModelGridProps) {
  const { avatars } = useStrings();
  const own = view.models.filter(({ origin }) => origin === 'imported');
  const shipped = view.models.filter(({ origin }) => origin === 'shipped');
  return (
    <Panel title={avatars.library} hint={avatars.addHint} right={<AddButtons />}>
      <ul className="model-grid">
        {[...own, ...shipped].map((model) => (
          <ModelCard
            key={model.id}
            model={model}
            inUse={model.id === view.inUse}
            busy={busy}
            onUse={() => onUse(model)}
            onTerms={() => onTerms(model)}
          />
        ))}
      </ul>
      <SimplifiedNote model={view.models.find(({ id }) => id === view.inUse)} />
      {own.length > 0 ? null : (
        <EmptyState icon={<IconMasksTheater size="1.5rem" />} title={avatars.emptyTitle} hint={avatars.emptyHint} />
      )}
    </Panel>
  );
}
