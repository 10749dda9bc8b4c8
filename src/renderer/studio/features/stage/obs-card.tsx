import { IconDeviceTv } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useInfo } from '../../session/session-context.tsx';
import { CopyButton, CopyField } from '../../ui/copy.tsx';
import { Panel } from '../../ui/page.tsx';
import { LoadingState } from '../../ui/states.tsx';

/** OBS in three steps. */
export function ObsCard() {
  const { stage, live } = useStrings();
  const info = useInfo();
  return (
    <Panel title={stage.obs} icon={<IconDeviceTv size="1.25rem" />} className="obs-card">
      <ol className="steps">
        <li>{stage.obs1}</li>
        <li>{stage.obs2}</li>
        <li>{stage.obs3}</li>
      </ol>
      {info === undefined ? (
        <LoadingState rows={1} />
      ) : (
        <>
          <CopyField label={stage.obsAddress} text={info.stageUrl} />
          <div className="button-row">
            <CopyButton text={info.stageUrl} label={live.copyObs} />
          </div>
          <p className="field-hint">{stage.obsSecret}</p>
        </>
      )}
    </Panel>
  );
}
