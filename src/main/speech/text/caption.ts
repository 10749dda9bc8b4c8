import type { Emotion } from '#shared/speech/emotion.ts';
import { emotionFromName } from './emotion-words.ts';

export interface Caption {
  /** What is shown: plain text, without tags, stage directions and Markdown. */
  readonly text: string;
  /** The mood that the first tag or stage direction names. */
  readonly emotion: Emotion | undefined;
}

/** Asides that are done, not said: a few words without a sentence in them. */
const ACTION =
  /^(?:挥|笑|哭|叹|点头|摇头|歪头|鞠躬|脸|眨|抱|跳|转圈|比心|托腮|小声|大声|轻声|低头|抬头|伸|拍|摸|看向|偷|捂|深呼吸|清嗓|打哈欠|手を|笑|泣|うなず|首を|お辞儀|ため息|照れ|小声|目を|頭を|ウイン)/u;
const ENGLISH_ACTION = /^(?:\w+(?:s|ing)\b|(?:softly|quietly|gently|excitedly)\b)/iu;

/** Reads one piece of model text: what to show of it, and its mood. */
export function captionFromModelText(raw: string): Caption {
  let emotion: Emotion | undefined;
  const note = (content: string): boolean => {
    const named = emotionFromName(content);
    emotion ??= named;
    return named !== undefined;
  };
  const text = raw
    .replace(/!?\[([^\]\n]*)\]\((?:[^()\s]|\([^()]*\))*\)/gu, '$1')
    .replace(/[[［]([^\]］\n]{1,60})[\]］]/gu, (whole, content: string) => (note(content) || isLatin(content) ? '' : whole))
    .replace(/【([^】\n]{1,40})】/gu, (whole, content: string) => (note(content) ? '' : whole))
    .replace(/<(\/?[a-z][^>\n]{0,60})>/giu, (_whole, content: string) => (note(content) ? '' : ''))
    .replace(/（([^）\n]{1,30})）|\(([^)\n]{1,40})\)/gu, (whole, wide?: string, ascii?: string) =>
      isAside((wide ?? ascii ?? '').trim(), note) ? '' : whole,
    )
    .replace(/(?<!\*)\*(?![\s*])([^*\n]{1,60}?)(?<!\s)\*(?!\*)/gu, (whole, content: string, at: number, all: string) => {
      if (isEmphasis(all.slice(0, at), all.slice(at + whole.length))) return content;
      note(content);
      return '';
    });
  return { text: withoutMarkdown(text), emotion };
}

function isLatin(content: string): boolean {
  return /^[\p{Script=Latin}\p{N}\s.,:;'’!?_-]+$/u.test(content);
}

function isAside(content: string, note: (content: string) => boolean): boolean {
  if (note(content)) return true;
  if (/[。！？.!?]/u.test(content)) return false;
  return (
    (content.length <= 12 && ACTION.test(content)) ||
    (content.split(/\s+/u).length <= 4 && /^[a-z]/u.test(content) && ENGLISH_ACTION.test(content) && !/\d/u.test(content))
  );
}

/** Emphasis stands within a sentence: words right before it and words or a mark right behind it. Everything else in asterisks is an action. */
function isEmphasis(before: string, after: string): boolean {
  return /[\p{L}\p{N},，、][^\S\n]*$/u.test(before) && /^[^\S\n]*[\p{L}\p{N}.,!?，。！？、~]/u.test(after);
}

function withoutMarkdown(text: string): string {
  return text
    .replace(/^\s{0,3}#{1,6}\s+/gmu, '')
    .replace(/^\s*(?:[-*+•]|\d{1,3}[.)])\s+(?=\S)/gmu, '')
    .replace(/^\s*>\s?/gmu, '')
    .replace(/^\s*(?:[-*_]\s*){3,}$/gmu, '')
    .replace(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/gu, '$2')
    .replace(/~~(?=\S)(.+?)(?<=\S)~~/gu, '$1')
    .replace(/`+([^`\n]*)`+/gu, '$1')
    .replace(/\*{2,}|`{3,}\w*/gu, '')
    .replace(/\|/gu, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/^[”’」』）)\]】》〉、，。,;:；：!！?？~～…—-]+(?=\s|$|\p{L})/u, '')
    .trim();
}
