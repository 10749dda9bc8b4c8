import { IconUserScreen } from '@tabler/icons-react';
import { useCallback } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { bytesText } from '../../ui/amounts.ts';
import { Panel } from '../../ui/page.tsx';
import { FailedState, LoadingState } from '../../ui/states.tsx';
import { useQuery } from '../../ui/use-query.ts';

/** The avatar in use, with the credits that its file states. */
export function AvatarCard() {
  const { stage, common } = useStrings();
  const client = useClient();
  const ask = useCallback((signal: AbortSignal) => client.avatar.current({}, { signal }), [client]);
  const { value, problem, again } = useQuery(ask);
  return (
    <Panel title={stage.avatar} icon={<IconUserScreen size="1.25rem" />}>
      {value === undefined && problem === undefined ? <LoadingState rows={2} /> : null}
      {value === undefined && problem !== undefined ? (
        <FailedState title={stage.avatarFailed} problem={problem} onRetry={again} />
      ) : null}
      {value === undefined ? null : (
        <dl className="pairs">
          <div className="pairs-wide">
            <dt>{stage.avatar}</dt>
            <dd>{value.name || common.none}</dd>
          </div>
          <div>
            <dt>{stage.author}</dt>
            <dd>{value.author || common.none}</dd>
          </div>
          <div>
            <dt>{stage.licence}</dt>
            <dd title={value.licence}>{licenceName(value.licence) || common.none}</dd>
          </div>
          <div>
            <dt>{stage.size}</dt>
            <dd className="tabular">{bytesText(value.bytes)}</dd>
          </div>
        </dl>
      )}
    </Panel>
  );
}

/** Avatar files name a licence by its address; the well-known ones have shorter names. */
function licenceName(licence: string): string {
  const [, kind, version] = /creativecommons\.org\/(?:licenses|publicdomain)\/([a-z-]+)\/(\d\.\d)/.exec(licence) ?? [];
  if (kind === undefined || version === undefined) return licence;
  return kind === 'zero' ? `CC0 ${version}` : `CC ${kind.toUpperCase()} ${version}`;
}
