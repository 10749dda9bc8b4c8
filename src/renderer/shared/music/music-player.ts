import type { PlayerOrder, PlayerReport } from '#shared/music/music.ts';

/** Plays what it is told, one track fading into the next. */
export interface MusicPlayer {
  follow(order: PlayerOrder): void;
  /** After a click: sound is allowed now. */
  allow(): Promise<void>;
  close(): void;
}

export interface MusicPlayerOptions {
  /** Some once a second while it plays, and at each change of state. */
  readonly report: (report: Omit<PlayerReport, 'playerId'>) => void;
}

interface Deck {
  readonly turn: number;
  readonly element: HTMLAudioElement;
  readonly fade: GainNode;
  /** It has been told that it is over. */
  over: boolean;
}

const REPORT_MS = 1000;
/** Ends, seeks and pauses without a click in the sound. */
const SHORT_FADE_MS = 80;
/** The nearest to silence that an exponential fade may go to. */
const QUIET_MS = 30;

/**
 * Sound goes element → fade of its deck → gain of all → out. The element streams the file, so that an hour of music costs no memory; the gains are moved
 * by the audio thread, so that ducking is smooth however busy the page is.
 */
export function createMusicPlayer({ report }: MusicPlayerOptions): MusicPlayer {
  const context = new AudioContext({ latencyHint: 'playback' });
  const master = context.createGain();
  master.gain.value = 0;
  master.connect(context.destination);
  let deck: Deck | undefined;
  let order: PlayerOrder | undefined;
  let blocked = false;

  function tell(one: Deck, state: PlayerReport['state']): void {
    const seconds = Number.isFinite(one.element.duration) ? one.element.duration : 0;
    report({ turn: one.turn, state, positionSeconds: one.element.currentTime, seconds });
  }

  function glide(gain: AudioParam, to: number, ms: number): void {
    const now = context.currentTime;
    gain.cancelScheduledValues(now);
    gain.setValueAtTime(gain.value, now);
    gain.linearRampToValueAtTime(to, now + Math.max(QUIET_MS, ms) / 1000);
  }

  function put(one: Deck, fadeMs: number): void {
    one.over = true;
    glide(one.fade.gain, 0, fadeMs);
    setTimeout(() => {
      one.element.pause();
      one.element.removeAttribute('src');
      one.element.load();
      one.fade.disconnect();
    }, fadeMs + 100);
  }

  function end(one: Deck, state: 'ended' | 'failed'): void {
    if (one.over || deck !== one) return;
    one.over = true;
    tell(one, state);
  }

  function open({ turn, url, startSeconds, fadeMs }: PlayerOrder): Deck {
    const element = new Audio();
    const fade = context.createGain();
    fade.gain.value = 0;
    context.createMediaElementSource(element).connect(fade).connect(master);
    const one: Deck = { turn, element, fade, over: false };
    element.preload = 'auto';
    element.addEventListener('loadedmetadata', () => {
      if (startSeconds > 0) element.currentTime = Math.min(startSeconds, Math.max(0, element.duration - 0.5) || startSeconds);
    });
    element.addEventListener('playing', () => glide(fade.gain, 1, startSeconds > 0 ? SHORT_FADE_MS : fadeMs));
    element.addEventListener('ended', () => end(one, 'ended'));
    element.addEventListener('error', () => end(one, 'failed'));
    element.addEventListener('timeupdate', () => {
      // The next one begins while this one fades.
      const rest = element.duration - element.currentTime;
      if (fadeMs > 0 && element.duration > (3 * fadeMs) / 1000 && rest * 1000 <= fadeMs) end(one, 'ended');
    });
    element.src = url;
    return one;
  }

  async function start(one: Deck): Promise<void> {
    try {
      if (context.state === 'suspended') void context.resume();
      await one.element.play();
      blocked = context.state !== 'running';
    } catch (cause) {
      if (deck !== one || one.over) return;
      if (!(cause instanceof DOMException) || cause.name !== 'NotAllowedError') {
        end(one, 'failed');
        return;
      }
      blocked = true;
    }
    if (deck === one && !one.over) tell(one, blocked ? 'blocked' : 'playing');
  }

  context.addEventListener('statechange', () => {
    if (deck === undefined || deck.over || order?.playing !== true) return;
    blocked = context.state !== 'running';
    tell(deck, blocked ? 'blocked' : 'playing');
  });
  const timer = setInterval(() => {
    if (deck !== undefined && !deck.over && order?.playing === true) tell(deck, blocked ? 'blocked' : 'playing');
  }, REPORT_MS);

  return {
    follow(next) {
      order = next;
      glide(master.gain, next.gain, next.gainMs);
      if (!next.playing || next.url === '') {
        if (deck !== undefined) put(deck, next.url === '' ? next.fadeMs : SHORT_FADE_MS * 2);
        deck = undefined;
        return;
      }
      if (deck?.turn === next.turn) return;
      if (deck !== undefined) put(deck, next.fadeMs);
      deck = open(next);
      void start(deck);
    },
    async allow() {
      await context.resume();
      if (deck !== undefined && !deck.over) await start(deck);
    },
    close() {
      clearInterval(timer);
      if (deck !== undefined) put(deck, 0);
      void context.close();
    },
  };
}
