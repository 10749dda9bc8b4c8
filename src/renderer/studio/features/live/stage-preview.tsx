import { Loader } from '@mantine/core';
import { useState } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useInfo } from '../../session/session-context.tsx';
import { previewAddress } from './preview-address.ts';
import { StageToolbar } from './stage-toolbar.tsx';

/** The stage as OBS gets it, on a dusk backdrop that shows through where it is transparent. */
export function StagePreview() {
  const { live } = useStrings();
  const info = useInfo();
  const [round, setRound] = useState(0);
  return (
    <section className="panel preview" aria-label={live.preview}>
      <div className="preview-room">
        <div className="preview-screen">
          {info === undefined ? (
            <div className="preview-wait">
              <Loader size="sm" type="dots" color="pink.3" />
              <span>{live.previewWaiting}</span>
            </div>
          ) : (
            <iframe key={round} src={previewAddress(info.stageUrl, location.href)} title={live.preview} allow="autoplay" />
          )}
        </div>
      </div>
      <StageToolbar info={info} onReload={() => setRound((before) => before + 1)} />
    </section>
  );
}
