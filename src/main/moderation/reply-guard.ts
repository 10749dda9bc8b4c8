import type { SentenceGuard } from '#main/speech/speech.types.ts';
import type { ModerationCategory } from '#shared/live/appraisal.ts';
import type { ModerationSettings } from '#shared/settings/settings.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { rulingOf } from './policy.ts';
import type { Finding, TextJudge } from './text-judge.ts';

export interface ReplyGuardOptions {
  readonly settings: () => ModerationSettings;
  readonly judge: () => TextJudge;
  /** Of the built-in substitute. */
  readonly language: () => Language;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  onCaught(caught: {
    readonly sentence: string;
    readonly category: ModerationCategory;
    readonly evidence: string;
    readonly action: ModerationSettings['replies']['action'];
  }): void;
}

/** End of what was said before that is looked at together with the next sentence, in UTF-16 units. */
const TAIL = 40;
const CLOSING = /[\s\p{P}\p{S}]+$/u;
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

const SUBSTITUTES: Readonly<Record<Language, readonly string[]>> = {
  zh: ['这个我就不说啦。', '咳咳，换个话题吧。', '这个先跳过！'],
  en: ["Let's not go there.", "Ahem, let's talk about something else.", 'I will skip that one!'],
  ja: ['それは言わないでおくね。', 'えっと、別の話にしよっか。', 'それはパスで！'],
};

/** Looks at her sentences one by one, each together with the end of what she said before, so that a word in two pieces never becomes whole. */
export function createReplyGuard(options: ReplyGuardOptions): () => SentenceGuard {
  return () => {
    let tail = '';
    let hasReplaced = false;
    return (sentence) => {
      const settings = options.settings();
      if (!settings.enabled || !settings.replies.enabled) return { do: 'say' };
      const bad = badIn(sentence, tail, options.judge(), settings);
      if (bad === undefined) {
        tail = `${tail}${sentence}`.slice(-TAIL);
        return { do: 'say' };
      }
      const { action, substitutes } = settings.replies;
      options.onCaught({ sentence, category: bad.category, evidence: bad.evidence, action });
      if (action === 'end') return { do: 'end' };
      // One excuse is enough for one answer.
      if (action === 'drop' || hasReplaced) return { do: 'drop' };
      hasReplaced = true;
      const choices = substitutes.length > 0 ? substitutes : SUBSTITUTES[options.language()];
      return { do: 'replace', text: choices[Math.floor(options.random() * choices.length)] ?? '' };
    };
  };
}

/** The first finding that the settings would not let pass; those that lie in the tail alone were said with it. */
function badIn(sentence: string, tail: string, judge: TextJudge, settings: ModerationSettings): Finding | undefined {
  const before = tail.replace(CLOSING, '');
  const glue = before === '' || WIDE.test(before.slice(-1)) || WIDE.test(sentence.slice(0, 1)) ? '' : ' ';
  const start = before.length + glue.length;
  const joined =
    before === '' ? [] : judge.findings(`${before}${glue}${sentence}`).filter(({ from, to }) => from < start && to > start);
  // What orders a language model about is harmless in her own mouth.
  const findings = [...judge.findings(sentence), ...joined].filter(({ category }) => category !== 'injection');
  // There is no platform behind her own words, and nobody who could look at them in time.
  return rulingOf(findings, { ...settings, platforms: {} }, 'custom').finding;
}
