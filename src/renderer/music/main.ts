import './music.css';
import { connectMusicPlayer } from '#renderer/shared/music/music-link.ts';

/** The page that plays the background music in a browser source of its own. It shows nothing unless the browser wants a click before any sound. */
const TEXTS = {
  zh: '点一下，允许播放背景音乐',
  ja: 'クリックして BGM の再生を許可',
  en: 'Click to allow the background music',
} as const;

const language = navigator.language.toLowerCase().slice(0, 2);
const allow = document.getElementById('allow');
const player = connectMusicPlayer({
  token: new URLSearchParams(location.search).get('token') ?? '',
  kind: 'overlay',
  onBlocked(blocked) {
    if (allow === null) return;
    allow.textContent = language === 'zh' ? TEXTS.zh : language === 'ja' ? TEXTS.ja : TEXTS.en;
    allow.hidden = !blocked;
  },
});
allow?.addEventListener('click', () => void player.allow());
