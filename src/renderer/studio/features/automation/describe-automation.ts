import type { AutomationCondition } from '#shared/automation/condition.ts';
import type { AutomationRule, RuleDraft } from '#shared/automation/rule.ts';
import type { RuleFiredBy, TimelineEntry } from '#shared/automation/timeline.ts';
import type { AutomationTrigger, TimeWindow } from '#shared/automation/trigger.ts';
import { fill, type Strings } from '../../i18n/strings.ts';
import { actionText } from '../bindings/describe.ts';
import { clockText, dayName } from './new-automation.ts';

const SHOWN_WORDS = 3;

/** A trigger as the part of a sentence that follows "when". */
export function whenText(strings: Strings, trigger: AutomationTrigger): string {
  const { when, sentence } = strings.automation;
  const words = (list: readonly string[]): string =>
    list.length === 0 ? sentence.nothing : `${list.slice(0, SHOWN_WORDS).join(' / ')}${list.length > SHOWN_WORDS ? '…' : ''}`;
  switch (trigger.type) {
    case 'at':
      return withDays(strings, fill(when.at, { time: clockText(trigger.time) }), trigger.days);
    case 'between':
      return withDays(strings, fill(when.between, windowOf(trigger)), trigger.days);
    case 'every':
      return fill(when.every, { n: trigger.minutes });
    case 'scene':
      return trigger.scene === '' ? when.anyScene : fill(when.scene, { name: trigger.scene });
    case 'chat':
      return fill(when.chat, { words: words(trigger.words) });
    case 'intent':
      return fill(when.intent, { name: strings.intents[trigger.intent] });
    case 'mood':
      return fill(when.mood, { name: strings.emotions[trigger.emotion] });
    case 'emotion':
      return fill(when.emotion, { name: strings.emotions[trigger.emotion] });
    case 'reply':
      return fill(when.reply, { words: words(trigger.words) });
    case 'paid':
      return paidText(strings, trigger);
    case 'membership':
    case 'follow':
      return when[trigger.type];
    case 'raid':
      return fill(when.raid, { n: trigger.minimumViewers });
    case 'song':
      return `${trigger.change === 'begins' ? when.songBegins : when.songEnds}${trigger.title === '' ? '' : ` (${trigger.title})`}`;
    case 'silence':
      return fill({ chat: when.silenceChat, her: when.silenceHer, both: when.silenceBoth }[trigger.of], { n: trigger.seconds });
    case 'game':
      return fill(trigger.change === 'begins' ? when.gameBegins : when.gameEnds, { words: words(trigger.processes) });
    case 'speech':
      return trigger.change === 'begins' ? when.speechBegins : when.speechEnds;
    case 'stream':
      return trigger.change === 'begins' ? when.streamBegins : when.streamEnds;
    case 'obs-output':
      return outputText(strings, trigger);
    case 'obs-item':
      return fill(trigger.visible ? when.itemShown : when.itemHidden, { name: trigger.source || when.anything });
    case 'obs-media-ended':
      return fill(when.mediaEnded, { name: trigger.source || when.anything });
    case 'obs-link':
      return when[trigger.change];
  }
}

function withDays({ automation }: Strings, text: string, days: readonly number[]): string {
  return days.length === 0 ? text : `${text} (${days.map((day) => dayName(automation.days, day)).join(' ')})`;
}
const windowOf = ({ from, to }: TimeWindow): Record<string, string> => ({ from: clockText(from), to: clockText(to) });

function paidText({ automation: { when } }: Strings, trigger: Extract<AutomationTrigger, { type: 'paid' }>): string {
  if (trigger.gift !== '') return fill(when.paidNamed, { name: trigger.gift });
  return trigger.minimum === 0 ? when.paidAny : fill(when.paid, { amount: trigger.minimum, currency: trigger.currency });
}

function outputText({ automation: { when } }: Strings, trigger: Extract<AutomationTrigger, { type: 'obs-output' }>): string {
  const texts = {
    record: { begins: when.recordBegins, ends: when.recordEnds, pauses: when.recordPauses, saved: when.recordSaved },
    replay: { begins: when.replayBegins, ends: when.replayEnds, pauses: when.replayPauses, saved: when.replaySaved },
  };
  return texts[trigger.output][trigger.change];
}

/** A condition as the part of a sentence that follows "if". `rules`: names by id. */
export function ifText(strings: Strings, condition: AutomationCondition, rules: ReadonlyMap<string, string>): string {
  const { ifs, editor, sentence, unnamed } = strings.automation;
  switch (condition.type) {
    case 'scene':
      return fill(condition.is ? ifs.scene : ifs.sceneNot, { name: condition.scenes.join(' / ') || sentence.nothing });
    case 'between':
      return withDays(strings, fill(condition.is ? ifs.between : ifs.betweenNot, windowOf(condition)), condition.days);
    case 'platform': {
      const names = condition.platforms.map((platform) => strings.platforms[platform]);
      return fill(condition.is ? ifs.platform : ifs.platformNot, { name: names.join(' / ') || sentence.nothing });
    }
    case 'role':
      return fill(ifs.role, { name: editor.whos[condition.who] });
    case 'output':
      return fill(condition.is ? ifs.output : ifs.outputNot, { name: editor.outputs[condition.output] });
    case 'hourly':
      return fill(ifs.hourly, { n: condition.times });
    case 'chance':
      return fill(ifs.chance, { n: condition.percent });
    case 'audience':
      return condition.atMost === null
        ? fill(ifs.audience, { n: condition.atLeast })
        : fill(ifs.audienceBetween, { n: condition.atLeast, most: condition.atMost });
    case 'music':
      return condition.is ? ifs.music : ifs.musicNot;
    case 'speech':
      return condition.is ? ifs.speech : ifs.speechNot;
    case 'fired':
      return fill(condition.is ? ifs.fired : ifs.firedNot, {
        name: rules.get(condition.ruleId) || unnamed,
        n: condition.seconds,
      });
  }
}

/** A whole rule as one sentence. */
export function ruleSentence(
  strings: Strings,
  rule: Pick<RuleDraft, 'when' | 'if' | 'do'>,
  names: { readonly rules: ReadonlyMap<string, string>; readonly models: ReadonlyMap<string, string> },
): string {
  const { sentence } = strings.automation;
  const joined = (parts: readonly string[], by: string): string =>
    parts.reduce((before, after) => (before === '' ? after : fill(by, { before, after })), '') || sentence.nothing;
  const whens = joined(
    rule.when.map((trigger) => whenText(strings, trigger)),
    sentence.or,
  );
  const ifs = joined(
    rule.if.map((condition) => ifText(strings, condition, names.rules)),
    sentence.and,
  );
  const deeds = joined(
    rule.do.map(({ action }) => actionText(strings, action, names.models)),
    sentence.next,
  );
  const when = fill(sentence.when, { what: whens });
  const before = rule.if.length === 0 ? when : fill(sentence.if, { before: when, after: ifs });
  return fill(sentence.outcome, { before, after: deeds });
}

/** What set a rule off, in the timeline. */
export const byText = ({ automation }: Strings, by: RuleFiredBy): string =>
  by === 'run' ? automation.when.run : automation.triggers[by];

export function reasonText(strings: Strings, entry: TimelineEntry, rule: AutomationRule | undefined): string {
  const { reasons } = strings.automation;
  if (entry.reason === null) return '';
  const condition = rule?.if[entry.condition];
  const what = condition === undefined ? '' : ifText(strings, condition, new Map());
  return fill(reasons[entry.reason], { what });
}
