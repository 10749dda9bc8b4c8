import { Button } from '@mantine/core';
import { IconDeviceTv, IconWand } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useInfo } from '../../session/session-context.tsx';
import { addressOf } from '../../shell/routes.ts';
import { CopyButton, CopyField } from '../../ui/copy.tsx';
import { Panel } from '../../ui/page.tsx';
import { LoadingState } from '../../ui/states.tsx';

/** OBS: set up by itself, or in three steps by hand. */
export function ObsCard() {
  const { stage, live } = useStrings();
  const info = useInfo();
  return (
    <Panel title={stage.obs} icon={<IconDeviceTv size="1.25rem" />} className="obs-card">
      <div className="button-row">
        <Button component="a" href={addressOf('obs', { tab: 'setup' })} variant="filled" leftSection={<IconWand size="1rem" />}>
          {stage.obsByItself}
        </Button>
      </div>
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
