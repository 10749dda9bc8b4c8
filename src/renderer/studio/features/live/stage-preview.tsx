import { Loader } from '@mantine/core';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useInfo } from '../../session/session-context.tsx';
import { loadPreview } from '../../shell/preview.ts';
import { useStageSlot } from '../../shell/stage-slot.ts';
import { StageToolbar } from './stage-toolbar.tsx';

/** The preview's place on this page, with its controls; the frame itself belongs to the shell. */
export function StagePreview() {
  const { live } = useStrings();
  const info = useInfo();
  const slot = useStageSlot();
  return (
    <section className="panel preview" aria-label={live.preview}>
      <div className="preview-room">
        <div className="preview-screen" ref={slot}>
          {info === undefined ? (
            <div className="preview-wait">
              <Loader size="sm" type="dots" color="pink.3" />
              <span>{live.previewWaiting}</span>
            </div>
          ) : null}
        </div>
      </div>
      <StageToolbar info={info} onReload={loadPreview} />
    </section>
  );
}
