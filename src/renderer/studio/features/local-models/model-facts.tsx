import { Anchor, Tooltip } from '@mantine/core';
import type { LocalModel } from '#shared/inference/local-models.ts';
import type { ModelManifest } from '#shared/inference/model-manifest.ts';
import { fill, type Strings } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { bytesText } from '../../ui/amounts.ts';

export const sizeOf = ({ files }: ModelManifest): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

export function languagesText({ languages }: ModelManifest, { localModels }: Strings): string {
  if (languages.length === 0) return localModels.languagesOther;
  return languages.map((language) => localModels.languages[language]).join(' · ');
}

/** What a streamer asks of a model before taking it: languages, size, licence, and who vouches for it. */
export function ModelFacts({ model }: { readonly model: LocalModel }) {
  const strings = useStrings();
  const { localModels } = strings;
  const { manifest, trust } = model;
  const { licence } = manifest;
  return (
    <div className="local-facts">
      <span>{languagesText(manifest, strings)}</span>
      <span className="tabular">{bytesText(sizeOf(manifest))}</span>
      <Licence licence={licence} />
      {/^https?:/u.test(manifest.source) ? (
        <Anchor href={manifest.source} target="_blank" rel="noreferrer" size="xs">
          {localModels.makers}
        </Anchor>
      ) : null}
      {trust === 'unsigned' ? (
        <Tooltip label={localModels.unsignedHint} multiline w={320}>
          <span className="local-warn">{localModels.unsigned}</span>
        </Tooltip>
      ) : null}
      {trust === 'signed' ? <span>{localModels.signed}</span> : null}
    </div>
  );
}

function Licence({ licence }: Pick<ModelManifest, 'licence'>) {
  const { localModels } = useStrings();
  if (licence.name === '') return <span className="local-warn">{localModels.licenceUnknown}</span>;
  const text = fill(localModels.licence, { licence: licence.name });
  return (
    <>
      {licence.url === undefined ? (
        <span>{text}</span>
      ) : (
        <Anchor href={licence.url} target="_blank" rel="noreferrer" size="xs">
          {text}
        </Anchor>
      )}
      {licence.commercialUse ? null : <span className="local-warn">{localModels.noCommercial}</span>}
    </>
  );
}
