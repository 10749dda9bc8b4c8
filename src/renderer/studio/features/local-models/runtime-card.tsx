import { Tooltip } from '@mantine/core';
import { IconActivity } from '@tabler/icons-react';
import type { InferenceRuntime } from '#shared/contract/local-models.ts';
import type { LocalModel } from '#shared/inference/local-models.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { bytesText } from '../../ui/amounts.ts';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';

interface RuntimeCardProps {
  readonly runtime: InferenceRuntime | undefined;
  readonly models: readonly LocalModel[];
}

/** What is in memory: on which provider it really runs, what it takes, and whether it keeps up. */
export function RuntimeCard({ runtime, models }: RuntimeCardProps) {
  const { localModels } = useStrings();
  const loaded = runtime?.models ?? [];
  const { columns } = localModels;
  return (
    <Panel title={localModels.runtime} hint={localModels.runtimeHint} icon={<IconActivity size="1.25rem" />}>
      {loaded.length === 0 ? (
        <EmptyState icon={<IconActivity size="1.5rem" />} title={localModels.runtimeNone} hint={localModels.runtimeNoneHint} />
      ) : (
        <div className="local-table">
          <table>
            <thead>
              <tr>
                <th scope="col">{columns.model}</th>
                <th scope="col">{columns.provider}</th>
                <th scope="col">{columns.memory}</th>
                <th scope="col">
                  <Tooltip label={localModels.speedHint} multiline w={280}>
                    <span className="local-hinted">{columns.speed}</span>
                  </Tooltip>
                </th>
                <th scope="col">{columns.loading}</th>
                <th scope="col">{columns.runs}</th>
              </tr>
            </thead>
            <tbody>
              {loaded.map((one) => (
                <LoadedRow key={`${one.role} ${one.key}`} one={one} name={nameOf(one.key, models)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {(runtime?.processes ?? [])
        .filter(({ crashes }) => crashes > 0)
        .map(({ name, crashes }) => (
          <p key={name} className="quiet-line local-warn">
            {fill(localModels.crashes, { name, n: crashes })}
          </p>
        ))}
    </Panel>
  );
}

function LoadedRow({ one, name }: { readonly one: InferenceRuntime['models'][number]; readonly name: string }) {
  const { localModels } = useStrings();
  const { realTimeFactor, failures } = one;
  return (
    <tr data-loaded={one.key}>
      <th scope="row">{name}</th>
      <td>{localModels.providerNames[one.provider]}</td>
      <td className="tabular">{bytesText(one.memoryBytes)}</td>
      <td className={realTimeFactor !== null && realTimeFactor > 1 ? 'tabular local-warn' : 'tabular'}>
        {realTimeFactor === null ? '–' : realTimeFactor < 0.01 ? '< 0.01' : realTimeFactor.toFixed(2)}
      </td>
      <td className="tabular">{(one.loadMs / 1000).toFixed(1)} s</td>
      <td className="tabular">
        {one.runs}
        {failures > 0 ? <span className="local-warn"> · {fill(localModels.runFailures, { n: failures })}</span> : null}
      </td>
    </tr>
  );
}

/** A key is a model's id, or an id and a variant. */
function nameOf(key: string, models: readonly LocalModel[]): string {
  const id = key.replace(/[#:].*$/u, '');
  return models.find(({ manifest }) => manifest.id === id)?.manifest.name ?? key;
}
