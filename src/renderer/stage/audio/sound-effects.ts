/** Short sounds beside her voice: one at a time each, a few together, all ended by a stop. */
export interface SoundEffects {
  play(url: string, volume: number): void;
  stopAll(): void;
}

const MOST_AT_ONCE = 4;

export function createSoundEffects(): SoundEffects {
  const playing: HTMLAudioElement[] = [];
  function end(sound: HTMLAudioElement): void {
    const at = playing.indexOf(sound);
    if (at >= 0) playing.splice(at, 1);
    sound.pause();
    sound.removeAttribute('src');
  }
  return {
    play(url, volume) {
      const oldest = playing.length >= MOST_AT_ONCE ? playing[0] : undefined;
      if (oldest !== undefined) end(oldest);
      const sound = new Audio(url);
      sound.volume = volume;
      playing.push(sound);
      sound.onended = () => end(sound);
      sound.onerror = () => end(sound);
      // Refused without a gesture: the sound note on the page says so already.
      sound.play().catch(() => end(sound));
    },
    stopAll() {
      for (const sound of [...playing]) end(sound);
    },
  };
}
