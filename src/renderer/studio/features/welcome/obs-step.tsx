import { Button } from '@mantine/core';
import { IconWand } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useInfo } from '../../session/session-context.tsx';
import { addressOf } from '../../shell/routes.ts';
import { CopyField } from '../../ui/copy.tsx';

/** The way into OBS: by itself, or the address. */
export function ObsStep() {
  const { welcome, stage } = useStrings();
  const info = useInfo();
  return (
    <>
      <p>{welcome.obsText}</p>
      <div className="button-row">
        <Button component="a" href={addressOf('obs', { tab: 'setup' })} size="compact-md" leftSection={<IconWand size="1rem" />}>
          {stage.obsByItself}
        </Button>
      </div>
      {info === undefined ? null : <CopyField label={stage.obsAddress} text={info.stageUrl} />}
      <p className="field-hint">{stage.obsSecret}</p>
    </>
  );
}
