import { useLayoutEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import { useStrings } from '../i18n/use-strings.tsx';
import { previewElements } from './preview.ts';
import { slotStore } from './stage-slot.ts';

/**
 * The stage preview: over its slot on the live page, small in the rail everywhere else, where a click leads back. It is never unloaded while
 * the studio is open, because it may be the stage that sounds; so it stands outside React, and this only moves and labels it.
 */
export function StageFrame({ onOpen }: { readonly onOpen: () => void }) {
  const { live } = useStrings();
  const rect = useStore(slotStore, (state) => state.rect);
  const [{ section, screen, frame }] = useState(previewElements);
  const docked = rect === undefined;
  useLayoutEffect(() => {
    section.className = docked ? 'stage-frame stage-docked' : 'stage-frame';
    section.setAttribute('aria-label', live.preview);
    for (const side of ['left', 'top', 'width', 'height'] as const)
      section.style[side] = rect === undefined ? '' : `${rect[side]}px`;
    frame.title = live.preview;
    frame.tabIndex = docked ? -1 : 0;
  }, [section, frame, rect, docked, live.preview]);
  if (!docked) return null;
  return createPortal(
    <button type="button" className="stage-cover" aria-label={live.preview} title={live.preview} onClick={onOpen} />,
    screen,
  );
}
