import { useState } from 'react';
import type { AvatarModel } from '#shared/avatar/model.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { Page, Panel } from '../../ui/page.tsx';
import { FailedState, LoadingState } from '../../ui/states.tsx';
import { CubismCoreCard } from './cubism-core-card.tsx';
import { ImportList } from './import-list.tsx';
import { ModelDropZone } from './model-drop-zone.tsx';
import { ModelGrid } from './model-grid.tsx';
import { MovesCard } from './moves-card.tsx';
import { RemovedList } from './removed-list.tsx';
import { TermsSheet } from './terms-sheet.tsx';
import { TextureLimit } from './texture-limit.tsx';
import { useAddModels } from './use-add-models.ts';
import { useThumbnails } from './use-thumbnails.ts';
import { useUseModel } from './use-use-model.ts';
import './avatar.css';

/** Her looks: the models that the streamer has, and bringing in more. */
export function AvatarPage() {
  const { avatars } = useStrings();
  const { value, problem } = useWatch((api) => api.models.watch);
  const [terms, setTerms] = useState<AvatarModel>();
  const add = useAddModels();
  const { run: use, busy } = useUseModel();
  useThumbnails(value);
  const choose = (model: AvatarModel): void => (model.accepted ? void use(model) : setTerms(model));
  return (
    <ModelDropZone text={avatars.dropHere} onGroups={add}>
      <Page title={avatars.title} intro={avatars.intro} wide>
        {value === undefined ? (
          <Panel>
            {problem === undefined ? <LoadingState rows={6} /> : <FailedState title={avatars.loadFailed} problem={problem} />}
          </Panel>
        ) : (
          <>
            <ImportList view={value} onUse={choose} />
            <ModelGrid view={value} busy={busy} onUse={choose} onTerms={setTerms} />
            <MovesCard whose="avatar" />
            {value.models.some(({ format }) => format === 'live2d') ? <CubismCoreCard /> : null}
            <RemovedList view={value} />
            <TextureLimit />
          </>
        )}
      </Page>
      <TermsSheet model={terms} onClose={() => setTerms(undefined)} />
    </ModelDropZone>
  );
}
