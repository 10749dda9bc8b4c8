import type { Clock } from '#main/platform/host.ts';
import type { OverlayStates } from '#shared/overlays/overlay-states.ts';
import type { PictureLibrary } from '../overlays.types.ts';

/** The one picture that the frame shows. */
export interface PictureFrame {
  /** '' : empty. */
  readonly fileName: string;
  /** '' clears it; 0 s = until the next. False: no such picture. */
  show(fileName: string, seconds: number): boolean;
  /** Pictures came or went. */
  refresh(): void;
  close(): void;
}

export function createPictureFrame(options: {
  readonly pictures: Pick<PictureLibrary, 'find'>;
  readonly clock: Clock;
  readonly before: string;
  readonly onFrame: (frame: OverlayStates['frame']) => void;
}): PictureFrame {
  const { pictures, clock, onFrame } = options;
  let fileName = options.before;
  let cancel = (): void => undefined;

  function refresh(): void {
    onFrame({ url: pictures.find(fileName)?.url ?? '', name: fileName });
  }
  refresh();

  return {
    get fileName() {
      return fileName;
    },
    show(next, seconds) {
      if (next !== '' && pictures.find(next) === undefined) return false;
      cancel();
      fileName = next;
      if (next !== '' && seconds > 0)
        cancel = clock.after(seconds * 1000, () => {
          fileName = '';
          refresh();
        });
      refresh();
      return true;
    },
    refresh,
    close: () => cancel(),
  };
}
