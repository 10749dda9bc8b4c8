import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useStrings } from '../i18n/use-strings.tsx';
import { useInfo } from '../session/session-context.tsx';
import { previewAddress } from './preview-address.ts';
import { slotStore } from './stage-slot.ts';

/** Grows when the preview is to load anew. */
const roundStore = createStore(() => ({ round: 0 }));
export const reloadPreview = (): void => roundStore.setState(({ round }) => ({ round: round + 1 }));

/**
 * The stage preview: over its slot on the live page, small in the rail everywhere else, where a click leads back. It is never unloaded while
 * the studio is open, because it may be the stage that sounds.
 */
export function StageFrame({ onOpen }: { readonly onOpen: () => void }) {
  const { live } = useStrings();
  const info = useInfo();
  const rect = useStore(slotStore, (state) => state.rect);
  const round = useStore(roundStore, (state) => state.round);
  if (info === undefined) return null;
  const docked = rect === undefined;
  return (
    <section className={docked ? 'stage-frame stage-docked' : 'stage-frame'} style={rect} aria-label={live.preview}>
      <div className="stage-screen">
        <iframe
          key={round}
          src={previewAddress(info.stageUrl, location.href)}
          title={live.preview}
          allow="autoplay"
          tabIndex={docked ? -1 : 0}
        />
        {docked ? (
          <button type="button" className="stage-cover" aria-label={live.preview} title={live.preview} onClick={onOpen} />
        ) : null}
      </div>
    </section>
  );
}
