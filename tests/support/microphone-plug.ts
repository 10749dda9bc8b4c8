import type { Page } from 'playwright-core';

declare global {
  interface Window {
    microphonePlug?: { pull(): void; plugIn(): void };
  }
}

/**
 * Gives the page a plug for its microphone. No switch of Chromium takes a fake device away again, so this does what a browser does when a real one goes: the
 * track ends, the list of devices changes, and whoever asks gets a NotFoundError (Media Capture and Streams, sections 4.3.4 and 9).
 */
export function installPlug(): void {
  if (window.microphonePlug !== undefined) return;
  const media = navigator.mediaDevices;
  const get = media.getUserMedia.bind(media);
  let isThere = true;
  let tracks: MediaStreamTrack[] = [];
  media.getUserMedia = async (constraints) => {
    if (!isThere) throw new DOMException('Requested device not found', 'NotFoundError');
    const stream = await get(constraints);
    tracks.push(...stream.getTracks());
    return stream;
  };
  window.microphonePlug = {
    pull() {
      isThere = false;
      for (const track of tracks) {
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
      tracks = [];
      media.dispatchEvent(new Event('devicechange'));
    },
    plugIn() {
      isThere = true;
      media.dispatchEvent(new Event('devicechange'));
    },
  };
}

export const pullPlug = (page: Page): Promise<void> => page.evaluate(() => window.microphonePlug?.pull());
export const plugIn = (page: Page): Promise<void> => page.evaluate(() => window.microphonePlug?.plugIn());
