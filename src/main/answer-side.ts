import type { Language } from '#shared/speech/emotion.ts';
import type { AudienceSide } from './audience-side.ts';
import { createDialogue, type Dialogue, type DialogueOptions } from './dialogue/dialogue.ts';
import { createDirector, type Director } from './director/director.ts';
import type { LocalModelLibrary } from './inference/library.types.ts';
import type { InferenceSide } from './inference-side.ts';
import { readingOf } from './moderation/text/syllables.ts';
import type { HealthBoardStore } from './platform/health-board.ts';
import type { Host } from './platform/host.ts';
import type { WhenCalm } from './platform/when-calm.ts';
import type { Recognition } from './recognition/recognition.types.ts';
import type { Speech } from './speech/speech.ts';
import type { StageHub } from './stage/stage-hub.ts';
import type { SettingsStore } from './storage/settings-store.ts';
import type { Store } from './storage/store.ts';
import type { StudioServices } from './studio-services.ts';
import { prefaceOf } from './turn/preface.ts';
import { createTurnRunner, type TurnRunner } from './turn/turn-runner.ts';
import { createVoiceSide } from './voice-side.ts';

/** From what came in to what she says: the queue that chooses, the mind that finds words, the voice, and the runner that takes one turn at a time. */
export interface AnswerSide {
  readonly director: Director;
  readonly dialogue: Dialogue;
  readonly speech: Speech;
  readonly recognition: Recognition;
  readonly runner: TurnRunner;
  /** Has her say a text, in its turn or at once. */
  readonly say: StudioServices['say'];
  /** Takes up paid events that a crash left unanswered, under the ledger numbers that they had. */
  restorePaid(): Promise<void>;
}

export interface AnswerSideOptions {
  readonly host: Host;
  readonly settings: SettingsStore;
  readonly board: HealthBoardStore;
  readonly store: Store;
  readonly audience: AudienceSide;
  readonly hub: StageHub;
  readonly inference: InferenceSide['inference'];
  readonly localModels: LocalModelLibrary;
  readonly whenCalm: WhenCalm;
  readonly look: NonNullable<DialogueOptions['look']>;
  /** Somebody else has the word: she begins nothing. */
  readonly mustWait: () => boolean;
  /** False while the human alone drives: she says what she is told to; the room waits, and is kept as ever. */
  readonly answersRoom: () => boolean;
  readonly stop: () => void;
  readonly languages: { readonly spoken: () => Language; readonly interface: () => Language };
}

export function createAnswerSide(options: AnswerSideOptions): AnswerSide {
  const { host, settings, board, store, hub, mustWait, answersRoom, languages } = options;
  const { audience, moderation, panic, play, room } = options.audience;
  const { clock, logger, secrets } = host;
  const director = createDirector({
    settings() {
      const { director: rules, persona, audience: audienceRules } = settings.current();
      return { ...rules, personaName: persona.name, greetingSeconds: audienceRules.welcome.everySeconds };
    },
    clock,
    logger: logger.child('director'),
    ledger: store.ledger,
    pendingPaid: store.pendingPaid,
    // Rises from start to start without asking the disk first: the clock leaves room for 1000 events a millisecond.
    nextSeq: Math.floor(clock.now()) * 1000,
    appraise: (event, nowMs) => room.appraise(event, nowMs),
    soundOf: (character) => readingOf(character)?.syllable,
    onStopCommand: options.stop,
    onRetract: () => void runner.stop(),
  });
  const dialogue = createDialogue({
    brain: () => settings.current().brain,
    persona: () => settings.current().persona,
    apiKey: () => secrets.get('llm.apiKey'),
    interfaceLanguage: languages.interface,
    occasionOf: (turn, language) => play.occasionOf(turn, language),
    aboutViewer(event) {
      const viewerKey = audience.keyOf(event);
      return viewerKey === undefined ? undefined : audience.aboutViewer(viewerKey);
    },
    look: options.look,
    history: store.history,
    clock,
    whenCalm: options.whenCalm,
    logger: logger.child('dialogue'),
    report: (health) => board.report('brain', health),
  });
  const { speech, recognition } = createVoiceSide({
    ...{ host, settings, board },
    inference: options.inference,
    localModels: options.localModels,
    translate: dialogue.translate,
    language: languages.interface,
  });
  const runner = createTurnRunner({
    queue: {
      next(id) {
        if (mustWait() || panic.isOn) return undefined;
        return answersRoom() ? director.next(id) : director.nextSaid(id);
      },
      mark: director.mark,
      settle: director.settle,
    },
    mind: dialogue,
    voice: speech,
    stage: hub,
    preface: (request) => (settings.current().voice.assistant.readsMessages ? prefaceOf(request, languages.spoken()) : undefined),
    guard: moderation.guardReply,
    clock,
    logger: logger.child('turn'),
  });
  director.onWaiting(() => runner.available());

  return {
    ...{ director, dialogue, speech, recognition, runner },
    say({ text, emotion, speaker, mode }) {
      // An idle studio takes the text up within this call: only what ran before it is interrupted.
      const before = runner.runningTurnId;
      const said = director.say({ text, emotion, speaker, mode });
      if (mode === 'interrupt' && before !== undefined) runner.interrupt(before);
      return said;
    },
    async restorePaid() {
      const events = await store.pendingPaid.all();
      if (events.length === 0) return;
      const entries = await store.ledger.page({ limit: 1000 });
      const open = entries.filter((entry) => entry.decision === 'waiting' || entry.decision === 'answering');
      director.restore(events, new Map(open.map((entry) => [entry.eventId, entry.seq])));
    },
  };
}
