import './boot.css';
import { loadPreview, previewElements } from './shell/preview.ts';

/** Longest wait of the interface for the avatar's first picture. With a graphics card that comes in a fraction of it. */
const HEAD_START_MS = 900;

// Preview and interface share one thread, and the avatar's first picture is the longer work of the two: she comes first, alone on her stage.
let begun = false;
const begin = (): void => {
  if (begun) return;
  begun = true;
  void import('./main.tsx');
};
window.addEventListener('message', ({ source, data }) => {
  if (source === previewElements().frame.contentWindow && data === 'yingxi:first-picture') begin();
});
setTimeout(begin, HEAD_START_MS);
loadPreview();
