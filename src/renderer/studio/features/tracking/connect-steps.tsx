import { Button } from '@mantine/core';
import { useState } from 'react';
import type { MotionIn } from '#shared/tracking/tracking-settings.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { useTracking } from './tracking-context.tsx';
import './motion-in.css';

interface ConnectStepsProps {
  readonly input: MotionIn;
  /** The app has to be told this computer's address. */
  readonly wantsAddress: boolean;
}

/** What to do in the app, in three steps, and the address to send to: of this computer in its network, to scan or copy; its own, where only it may send. */
export function ConnectSteps({ input, wantsAddress }: ConnectStepsProps) {
  const { motionLinks } = useStrings();
  const ofNetwork = useTracking().tracking.value?.addresses ?? [];
  const addresses = input.fromNetwork ? ofNetwork : ['127.0.0.1'];
  const [at, setAt] = useState(0);
  const address = addresses[at % Math.max(1, addresses.length)];
  const { one, two, three } = motionLinks.steps[input.kind];
  return (
    <div className="track-steps track-source-wide">
      <div>
        <strong>{fill(motionLinks.stepsTitle, { app: motionLinks.kinds[input.kind] })}</strong>
        <ol>
          <li>{one}</li>
          <li>{two}</li>
          <li>{three}</li>
        </ol>
      </div>
      {!wantsAddress ? null : address === undefined ? (
        <p className="trouble trouble-degraded">{motionLinks.addressNone}</p>
      ) : (
        <div className="track-address">
          {input.fromNetwork ? (
            <div className="track-qr">
              <QrCode text={address} label={motionLinks.addressScan} />
            </div>
          ) : null}
          <div className="track-address-words">
            {input.fromNetwork ? <p className="field-hint">{motionLinks.addressScan}</p> : null}
            <CopyField label={motionLinks.address} text={address} />
            <CopyField label={motionLinks.port} text={String(input.port)} />
            {addresses.length < 2 ? null : (
              <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setAt(at + 1)}>
                {motionLinks.addressOther}
              </Button>
            )}
          </div>
        </div>
      )}
    </div>
  );
}
