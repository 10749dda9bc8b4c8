import { IconEyeOff, IconPhotoOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { usePicture } from './use-picture.ts';

interface LivePictureProps {
  readonly label: string;
  readonly scene: string;
  /** What is looked at; '' = the program. */
  readonly source: string;
  /** Width by height. */
  readonly ratio: number;
  readonly wanted: boolean;
  readonly live?: boolean;
}

/** A picture of a scene that looks again once a second while it is on the screen. */
export function LivePicture({ label, scene, source, ratio, wanted, live = false }: LivePictureProps) {
  const { obsControl } = useStrings();
  const { picture, failed } = usePicture(source, wanted);
  return (
    <figure className={live ? 'obsc-picture obsc-picture-live' : 'obsc-picture'}>
      <div style={{ aspectRatio: ratio }}>
        {!wanted ? (
          <Note icon={<IconEyeOff size="1.5rem" />} title={obsControl.picturesOff} hint={obsControl.picturesOffHint} />
        ) : picture === undefined || failed ? (
          failed ? (
            <Note icon={<IconPhotoOff size="1.5rem" />} title={obsControl.pictureFailed} />
          ) : null
        ) : (
          <img src={picture} alt={`${label}: ${scene}`} draggable={false} />
        )}
      </div>
      <figcaption>
        <span className="obsc-tally">{live ? obsControl.onAir : label}</span>
        <span className="obsc-scene-name">{scene}</span>
      </figcaption>
    </figure>
  );
}

function Note({ icon, title, hint }: { readonly icon: ReactNode; readonly title: string; readonly hint?: string }) {
  return (
    <div className="obsc-note">
      {icon}
      <strong>{title}</strong>
      {hint === undefined ? null : <span>{hint}</span>}
    </div>
  );
}
