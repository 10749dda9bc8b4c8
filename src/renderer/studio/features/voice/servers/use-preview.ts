import { useCallback, useEffect, useRef, useState } from 'react';

/** Plays a WAV in this page; the stage stays silent. */
export interface Preview {
  readonly playing: boolean;
  /** Resolves when it has begun. Throws when the browser cannot play it. */
  readonly play: (base64: string) => Promise<void>;
  readonly stop: () => void;
}

export function usePreview(): Preview {
  const sound = useRef<{ readonly audio: HTMLAudioElement; readonly url: string }>(undefined);
  const [playing, setPlaying] = useState(false);
  const stop = useCallback(() => {
    sound.current?.audio.pause();
    if (sound.current) URL.revokeObjectURL(sound.current.url);
    sound.current = undefined;
    setPlaying(false);
  }, []);
  const play = useCallback(
    async (base64: string) => {
      stop();
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const url = URL.createObjectURL(new Blob([bytes], { type: 'audio/wav' }));
      const audio = new Audio(url);
      sound.current = { audio, url };
      audio.addEventListener('ended', stop, { once: true });
      setPlaying(true);
      try {
        await audio.play();
      } catch (error) {
        stop();
        throw error;
      }
    },
    [stop],
  );
  useEffect(() => stop, [stop]);
  return { playing, play, stop };
}
