import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCommandMatcher } from '#main/audience/commands/match.ts';
import { accountOf } from '#main/audience/identity/account.ts';
import { createIdentity } from '#main/audience/identity/identity.ts';
import { createKnownViewers, loyaltyOf } from '#main/audience/known-viewers.ts';
import { createActivityLog } from '#main/audience/statistics/activity-log.ts';
import { createShowClock } from '#main/audience/statistics/show-clock.ts';
import { createTracker } from '#main/audience/statistics/tracker.ts';
import type { RecordedEvent } from '#main/connectors/recording/recording-format.ts';
import { createModeration } from '#main/moderation/moderation.ts';
import { readingOf } from '#main/moderation/text/syllables.ts';
import type { Clock } from '#main/platform/host.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { createRoomSide, type RoomSideOptions } from '#main/room-side.ts';
import { mergeCommands } from '#shared/audience/command.ts';
import { DEFAULT_COMMANDS } from '#shared/audience/default-commands.ts';
import { argumentOf } from '#shared/intent/argument.ts';
import { createIntentClassifier } from '#shared/intent/classifier.ts';
import { modelFromBytes } from '#shared/intent/model-file.ts';
import { defaultSettings, type Settings } from '#shared/settings/settings.ts';
import { ROOT } from '../support/studio-process.ts';
import { type EveningReplay, type EveningRoom, replayEvening } from './replay-evening.ts';

/**
 * What stands between the connectors and the director, from the studio's own parts: identity, loyalty, moderation, the classifier, and which lines are
 * commands. Left out is what happens afterwards on disk and in other threads: points, games and the book, which decide nothing here.
 */
export function createEveningRoom(options: {
  readonly settings: Settings;
  readonly clock: Clock;
  /** For moderation's evidence. */
  readonly dataDir: string;
  readonly accept: Parameters<typeof createModeration>[0]['accept'];
}): EveningRoom {
  const { settings, clock } = options;
  const moderation = createModeration({
    dataDir: options.dataDir,
    settings: () => settings,
    askModel: () => Promise.reject(new Error('nobody to ask')),
    accept: options.accept,
    timeOutOnPlatform: () => undefined,
    language: () => 'zh',
    clock,
    logger: silentLogger,
    report: () => {},
    random: () => 0,
  });
  const classifier = createIntentClassifier(modelFromBytes(readFileSync(join(ROOT, 'models', 'intent', 'intent.bin'))));
  const matcher = createCommandMatcher(mergeCommands(DEFAULT_COMMANDS, settings.audience.commands.changed), argumentOf);
  const room = createRoomSide({
    audience: createCrowd(() => settings.audience.memory),
    moderation,
    intent: { read: (text) => classifier.read(text) },
    play: {
      claim(event, reading, { action }) {
        if (event.kind !== 'chat' || action === 'hold' || action === 'block') return undefined;
        return matcher.match(event.text, reading, event.user)?.command.id;
      },
      unwanted: () => false,
      taken() {},
    },
  });
  return { appraise: room.appraise, taken: (fresh) => room.taken(fresh), close: () => moderation.close() };
}

/** Who is there and how often, kept in memory as the audience keeps it; without a book, every evening is the first. */
function createCrowd(memory: () => Settings['audience']['memory']): RoomSideOptions['audience'] {
  const identity = createIdentity();
  const known = createKnownViewers(20_000);
  const shows = createShowClock();
  const log = createActivityLog({ session: 'evening', maxNotes: () => memory().maxNotes });
  const tracker = createTracker({ shows, log, known, memory });
  return {
    keyOf(event) {
      const account = accountOf(event);
      return account === undefined ? undefined : identity.personOf(account);
    },
    loyaltyOf: (viewerKey) => (viewerKey === undefined ? 0 : loyaltyOf(known.get(viewerKey))),
    taken(fresh) {
      for (const one of fresh) tracker.take(one);
      log.take();
    },
  };
}

/** Replays an evening with the settings of a new studio and everything that decides. */
export async function playEvening(events: readonly RecordedEvent[]): Promise<EveningReplay> {
  const settings = defaultSettings();
  const dataDir = await mkdtemp(join(tmpdir(), 'yingxi-evening-'));
  try {
    return await replayEvening(events, {
      createRoom: (clock, accept) => createEveningRoom({ settings, clock, dataDir, accept }),
      settings: { ...settings.director, personaName: settings.persona.name },
      soundOf: (character) => readingOf(character)?.syllable,
    });
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
