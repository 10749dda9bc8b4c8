import { ActionIcon } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconUserScreen } from '@tabler/icons-react';
import { useState } from 'react';
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
 * The stage preview: over its slot on the live page, docked in the corner everywhere else. It is never unloaded while the studio is open,
 * because it may be the stage that sounds.
 */
export function StageFrame() {
  const { live, common } = useStrings();
  const info = useInfo();
  const rect = useStore(slotStore, (state) => state.rect);
  const round = useStore(roundStore, (state) => state.round);
  const [folded, setFolded] = useState(false);
  if (info === undefined) return null;
  const docked = rect === undefined;
  const label = folded ? common.show : common.hide;
  const Chevron = folded ? IconChevronUp : IconChevronDown;
  return (
    <section
      className={docked ? 'stage-frame stage-docked' : 'stage-frame'}
      data-folded={(docked && folded) || undefined}
      style={rect}
      aria-label={live.preview}
    >
      {docked ? (
        <header>
          <IconUserScreen size="0.95rem" aria-hidden />
          <span>{live.preview}</span>
          <ActionIcon
            size="xs"
            variant="subtle"
            color="gray"
            aria-label={`${label}: ${live.preview}`}
            aria-expanded={!folded}
            onClick={() => setFolded(!folded)}
          >
            <Chevron size="0.9rem" />
          </ActionIcon>
        </header>
      ) : null}
      <div className="stage-screen">
        <iframe key={round} src={previewAddress(info.stageUrl, location.href)} title={live.preview} allow="autoplay" />
      </div>
    </section>
  );
}
