import type { Binding, Trigger } from '#shared/avatar/bindings.ts';
import type { BodyPart } from '#shared/avatar/scene.ts';
import { indexOfPhrase, plainSpoken } from '#shared/hearing/spoken-text.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { createRecentIds } from '#shared/live/recent-ids.ts';
import type { Emotion } from '#shared/speech/emotion.ts';
import type { HeardSentence } from './binding-service.types.ts';
import { intentsOf } from './intents.ts';
import { chatLineOf, deedFactOf, giftFactOf, matchesChat, matchesDeed, matchesGift } from './trigger-match.ts';
import { plainText } from './words.ts';

/** Watches what happens in the show and fires what is bound to it. */
export interface ShowTriggers {
  /** The list has changed, or the model in use. */
  use(bindings: readonly Binding[]): void;
  live(event: LiveEvent): void;
  heard(sentence: HeardSentence): void;
  touched(part: BodyPart): void;
  /** Ids of what is bound to a phrase in the streamer's words, each once. */
  said(text: string): readonly string[];
}

interface Entry<T extends Trigger['type']> {
  readonly id: string;
  readonly trigger: Extract<Trigger, { type: T }>;
  /** The word or name to look for, as `plainText`. */
  readonly wanted: string;
}
const REMEMBERED_EVENTS = 5000;

export function createShowTriggers(fire: (id: string, by: Trigger['type']) => void): ShowTriggers {
  let index = indexOf([]);
  const seen = createRecentIds(REMEMBERED_EVENTS);
  let turnId = -1;
  let lastEmotion: Emotion | undefined;
  /** Of this turn: she greets once an answer, however often she says hello in it. */
  let intents = new Set<string>();

  return {
    use(bindings) {
      index = indexOf(bindings.filter(({ enabled }) => enabled));
    },
    live(event) {
      if (index.chat.length + index.gift.length + index.viewer.length === 0 || !seen.add(event.id)) return;
      const line = index.chat.length === 0 ? undefined : chatLineOf(event);
      const gift = giftFactOf(event);
      const deed = deedFactOf(event);
      const hit = new Set<string>();
      if (gift !== undefined)
        for (const { id, trigger, wanted } of index.gift)
          if (!hit.has(id) && matchesGift(trigger, wanted, gift)) fireOnce(hit, id, 'gift');
      if (deed !== undefined)
        for (const { id, trigger, wanted } of index.viewer)
          if (!hit.has(id) && matchesDeed(trigger, wanted, deed)) fireOnce(hit, id, 'viewer');
      if (line !== undefined)
        for (const { id, trigger, wanted } of index.chat)
          if (!hit.has(id) && matchesChat(trigger, wanted, line)) fireOnce(hit, id, 'chat');
    },
    heard(sentence) {
      if (sentence.turnId !== turnId) {
        turnId = sentence.turnId;
        lastEmotion = undefined;
        intents = new Set();
      }
      if (sentence.emotion !== lastEmotion) {
        lastEmotion = sentence.emotion;
        for (const { id, trigger } of index.emotion) if (trigger.emotion === sentence.emotion) fire(id, 'emotion');
      }
      if (index.intent.length === 0) return;
      for (const intent of intentsOf(sentence.text)) {
        if (intents.has(intent)) continue;
        intents.add(intent);
        for (const { id, trigger } of index.intent) if (trigger.intent === intent) fire(id, 'intent');
      }
    },
    touched(part) {
      for (const { id, trigger } of index.touch) if (trigger.part === part) fire(id, 'touch');
    },
    said(text) {
      if (index.voice.length === 0) return [];
      const plain = plainSpoken(text);
      const hit = new Set<string>();
      for (const { id, wanted } of index.voice) if (indexOfPhrase(plain, wanted) >= 0) hit.add(id);
      return [...hit];
    },
  };

  /** Two words of one binding in one message are one firing. */
  function fireOnce(hit: Set<string>, id: string, by: Trigger['type']): void {
    hit.add(id);
    fire(id, by);
  }
}

function indexOf(bindings: readonly Binding[]) {
  const entriesOf = <T extends Trigger['type']>(
    type: T,
    wantedOf: (trigger: Extract<Trigger, { type: T }>) => string,
  ): readonly Entry<T>[] =>
    bindings.flatMap(({ id, triggers }) =>
      triggers.flatMap((trigger) => (isOfType(trigger, type) ? [{ id, trigger, wanted: plainText(wantedOf(trigger)) }] : [])),
    );
  return {
    chat: entriesOf('chat', ({ word }) => word),
    voice: bindings.flatMap(({ id, triggers }) =>
      triggers.flatMap((trigger) => (trigger.type === 'voice' ? [{ id, wanted: plainSpoken(trigger.phrase) }] : [])),
    ),
    gift: entriesOf('gift', ({ name }) => name),
    viewer: entriesOf('viewer', ({ name }) => name),
    emotion: entriesOf('emotion', () => ''),
    intent: entriesOf('intent', () => ''),
    touch: entriesOf('touch', () => ''),
  };
}

function isOfType<T extends Trigger['type']>(trigger: Trigger, type: T): trigger is Extract<Trigger, { type: T }> {
  return trigger.type === type;
}
