import { StudioError } from '#shared/errors.ts';
import { type ChatEvent, MAX_EVENT_TEXT } from '#shared/live/live-event.ts';
import type { Settings } from '#shared/settings/settings.ts';
import { cleanText } from '../clean-text.ts';
import type { Connector, ConnectorContext } from '../connector.ts';
import { practiceAudience } from './practice-audience.ts';
import { createPracticeEvents } from './practice-events.ts';
import { SCENES, type SceneName, sceneSteps } from './practice-scenes.ts';

/** A room of simulated viewers, for rehearsing a show without going live. The same seed and clock give the same evening. */
export interface PracticeRoom extends Connector {
  /** The streamer writes a line in the room, as its owner. It is emitted and returned. */
  say(userName: string, text: string): ChatEvent;
}

export interface PracticeOptions {
  readonly intensity: Settings['practice']['intensity'];
  readonly language: Settings['practice']['language'];
  /** 0 ≤ x < 1. */
  readonly random?: () => number;
}

/** Mean time between scenes, how many take part in the crowded ones, and how much likelier those are. */
const INTENSITY = {
  quiet: { gapMs: 9000, crowd: 0.4, bursts: 0.5 },
  lively: { gapMs: 2200, crowd: 1, bursts: 1 },
  storm: { gapMs: 250, crowd: 3, bursts: 2.5 },
} as const;
/** Scenes that overlap at most; a storm on a slow machine must not pile up. */
const MAX_PENDING_STEPS = 500;
const FIRST_SCENE_MS = 400;

export function createPracticeRoom(options: PracticeOptions, context: ConnectorContext): PracticeRoom {
  const { clock, report, emit } = context;
  const random = options.random ?? Math.random;
  const { gapMs, crowd, bursts } = INTENSITY[options.intensity];
  const events = createPracticeEvents(clock);
  const audience = practiceAudience(options.language);
  const pending = new Set<() => void>();
  let state: 'idle' | 'open' | 'closed' = 'idle';

  const later = (delayMs: number, task: () => void): void => {
    const cancel = clock.after(delayMs, () => {
      pending.delete(cancel);
      task();
    });
    pending.add(cancel);
  };
  const scenes = SCENES.map(({ name, weight, isBurst }) => ({ name, weight: isBurst ? weight * bursts : weight }));
  const total = scenes.reduce((sum, { weight }) => sum + weight, 0);

  const chooseScene = (): SceneName => {
    let left = random() * total;
    for (const { name, weight } of scenes) {
      left -= weight;
      if (left < 0) return name;
    }
    return 'smallTalk';
  };
  const playScene = (): void => {
    if (pending.size < MAX_PENDING_STEPS) {
      for (const { afterMs, make } of sceneSteps(chooseScene(), { audience, events, random, crowd })) {
        if (afterMs === 0) emit([make()]);
        else later(afterMs, () => emit([make()]));
      }
    }
    // Arrivals without memory, as people's are; never closer than a tenth of the mean.
    if (state === 'open') later(gapMs * Math.max(0.1, -Math.log(1 - random())), playScene);
  };

  return {
    errors: {},
    start() {
      if (state !== 'idle') return;
      state = 'open';
      report({ status: 'ready', reason: 'practice', message: 'The practice room is open: all viewers in it are simulated.' });
      later(FIRST_SCENE_MS, playScene);
    },
    say(userName, text) {
      const line = cleanText(text, MAX_EVENT_TEXT).trim();
      if (line === '') throw new StudioError('invalid-input', 'The line is empty: write something to say in the practice room.');
      if (state !== 'open') throw new StudioError('unavailable', 'The practice room is closed: switch it on first.');
      const name = cleanText(userName, 200).trim() || 'Streamer';
      const event = events.chat({ id: 'practice-owner', name, masked: false, roles: ['owner'] }, line);
      emit([event]);
      return event;
    },
    async close() {
      state = 'closed';
      for (const cancel of pending) cancel();
      pending.clear();
    },
  };
}
