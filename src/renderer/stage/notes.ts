/** The page's few words of its own, in the browser's language. */
const SOUND = { zh: '点击开启声音', en: 'Click to enable sound', ja: 'クリックで音声をオン' } as const;
const AVATAR = { zh: '无法显示角色：', en: 'The avatar cannot be shown: ', ja: 'アバターを表示できません：' } as const;
/** In a picture as small as a stamp. */
const RESTING = { zh: '面捕中，小窗慢速', en: 'Slow while tracking', ja: 'トラッキング中は低速' } as const;

function inLanguage<T>(table: { readonly zh: T; readonly en: T; readonly ja: T }): T {
  const language = navigator.language.slice(0, 2);
  if (language === 'zh') return table.zh;
  return language === 'ja' ? table.ja : table.en;
}

/** A small hint that vanishes once the browser lets the page sound. */
export function setSoundNote(note: HTMLElement, visible: boolean): void {
  note.textContent = inLanguage(SOUND);
  note.hidden = !visible;
}

/** Why a small preview hardly moves. */
export function setRestingNote(note: HTMLElement, resting: boolean): void {
  note.textContent = inLanguage(RESTING);
  note.hidden = !resting;
}

/** `problem` undefined: all is well. */
export function setAvatarNote(note: HTMLElement, problem: string | undefined): void {
  note.textContent = problem === undefined ? '' : inLanguage(AVATAR) + problem;
  note.hidden = problem === undefined;
}
