import type { AlertKind } from './overlay-settings.ts';

type Language = 'zh' | 'en' | 'ja';

/** The words of alerts, as data: gaps are {name}, {gift}, {count}, {tier}, {months}, {viewers}, {reward} and {title}. */
export const ALERT_TEXTS: Readonly<Record<AlertKind, Readonly<Record<Language, string>>>> = {
  follow: { zh: '{name} 关注了你', en: '{name} is now following', ja: '{name} さんがフォローしました' },
  membership: { zh: '{name} 开通了{tier}', en: '{name} joined: {tier}', ja: '{name} さんが{tier}に加入しました' },
  gift: { zh: '{name} 送出 {gift} ×{count}', en: '{name} sent {gift} ×{count}', ja: '{name} さんから {gift} ×{count}' },
  superchat: { zh: '{name} 的醒目留言', en: 'Super chat from {name}', ja: '{name} さんのスーパーチャット' },
  raid: { zh: '{name} 带着 {viewers} 位观众来了', en: '{name} raids with {viewers}', ja: '{name} さんが {viewers} 人とレイド' },
  redemption: { zh: '{name} 兑换了{reward}', en: '{name} redeemed {reward}', ja: '{name} さんが{reward}を交換しました' },
  own: { zh: '{title}', en: '{title}', ja: '{title}' },
};

/** Gaps that a kind can fill, for the editor. */
export const ALERT_GAPS: Readonly<Record<AlertKind, readonly string[]>> = {
  follow: ['name'],
  membership: ['name', 'tier', 'months'],
  gift: ['name', 'gift', 'count'],
  superchat: ['name'],
  raid: ['name', 'viewers'],
  redemption: ['name', 'reward'],
  own: ['title'],
};

/** A template cut at its gaps; unknown gaps stay as they are written. What fills a gap is marked strong. */
export function alertPieces(
  template: string,
  values: Readonly<Record<string, string>>,
): { readonly text: string; readonly strong: boolean }[] {
  return template
    .split(/(\{\w+\})/u)
    .map((piece) => {
      const value = Object.hasOwn(values, piece.slice(1, -1)) ? values[piece.slice(1, -1)] : undefined;
      return piece.startsWith('{') && value !== undefined ? { text: value, strong: true } : { text: piece, strong: false };
    })
    .filter(({ text }) => text !== '');
}
