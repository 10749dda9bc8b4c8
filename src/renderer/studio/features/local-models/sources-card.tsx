import { Button } from '@mantine/core';
import { IconCloudDownload, IconRefresh } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { ExtraCatalogue, LocalModelsView } from '#shared/inference/local-models.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { Advanced } from '../../ui/advanced.tsx';
import { bytesText } from '../../ui/amounts.ts';
import { SavedText } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useSave } from '../../ui/use-save.ts';

const CHINESE_MIRROR = 'https://hf-mirror.com';

/** Where models are fetched from: the original or a mirror, and lists of other people. */
export function SourcesCard({ catalogue, freeBytes }: Pick<LocalModelsView, 'catalogue' | 'freeBytes'>) {
  const { localModels } = useStrings();
  const mirror = useSettings(({ inference }) => inference.mirror);
  const save = useSave();
  const setMirror = (next: string): Promise<void> => save({ inference: { mirror: next.trim() } });
  return (
    <Panel
      title={localModels.sources}
      hint={localModels.sourcesHint}
      icon={<IconCloudDownload size="1.25rem" />}
      right={
        freeBytes === null ? undefined : (
          <span className="quiet-line tabular">{fill(localModels.free, { free: bytesText(freeBytes) })}</span>
        )
      }
    >
      <SavedText
        path="inference.mirror"
        label={localModels.mirror}
        description={localModels.mirrorHint}
        placeholder="https://huggingface.co"
        value={mirror}
        onSave={setMirror}
      />
      <div className="button-row local-mirror-buttons">
        {mirror === CHINESE_MIRROR ? null : (
          <Button size="compact-sm" variant="default" onClick={() => void setMirror(CHINESE_MIRROR)}>
            {localModels.useMirror}
          </Button>
        )}
        {mirror === '' ? null : (
          <Button size="compact-sm" variant="default" onClick={() => void setMirror('')}>
            {localModels.noMirror}
          </Button>
        )}
      </div>
      <Advanced>
        <OtherList catalogue={catalogue} />
      </Advanced>
    </Panel>
  );
}

function OtherList({ catalogue }: { readonly catalogue: ExtraCatalogue }) {
  const { localModels } = useStrings();
  const language = useInterfaceLanguage();
  const client = useClient();
  const url = useSettings(({ inference }) => inference.catalogueUrl);
  const save = useSave();
  const refresh = useAction(
    localModels.failed.refresh,
    useCallback(() => client.localModels.refreshCatalogue({}), [client]),
  );
  const isOfThis = catalogue.url === url;
  return (
    <div className="local-other-list">
      <SavedText
        path="inference.catalogueUrl"
        label={localModels.catalogue}
        description={localModels.catalogueHint}
        placeholder="https://…/models.json"
        value={url}
        onSave={(next) => save({ inference: { catalogueUrl: next.trim() } })}
      />
      <div className="button-row local-mirror-buttons">
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconRefresh size="0.9rem" />}
          disabled={url === ''}
          loading={refresh.busy || catalogue.busy}
          onClick={() => void refresh.run()}
        >
          {localModels.refresh}
        </Button>
      </div>
      {isOfThis && catalogue.fetchedAt !== null ? (
        <p className="quiet-line">
          {fill(localModels.catalogueFetched, {
            name: catalogue.name === '' ? new URL(url).host : catalogue.name,
            n: catalogue.models,
            time: new Date(catalogue.fetchedAt).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' }),
          })}
        </p>
      ) : null}
      {isOfThis && catalogue.leftOut > 0 ? (
        <p className="quiet-line local-warn">{fill(localModels.catalogueLeftOut, { n: catalogue.leftOut })}</p>
      ) : null}
      {isOfThis && catalogue.problem !== null ? <p className="local-problem">{localModels.problems[catalogue.problem]}</p> : null}
    </div>
  );
}
