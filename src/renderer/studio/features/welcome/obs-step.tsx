import { useStrings } from '../../i18n/use-strings.tsx';
import { useInfo } from '../../session/session-context.tsx';
import { CopyField } from '../../ui/copy.tsx';

/** The address for OBS. */
export function ObsStep() {
  const { welcome, stage } = useStrings();
  const info = useInfo();
  return (
    <>
      <p>{welcome.obsText}</p>
      {info === undefined ? null : <CopyField label={stage.obsAddress} text={info.stageUrl} />}
      <p className="field-hint">{stage.obsSecret}</p>
    </>
  );
}
