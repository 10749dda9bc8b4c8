import { describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { DEFAULT_COMMANDS } from '#shared/audience/default-commands.ts';
import { createCell } from '#shared/cell.ts';
import type { Performance } from '#shared/contract/speech.ts';
import { settingsSchema } from '#shared/settings/settings.ts';
import { createFakeClock } from '../../tests/fakes/fake-clock.ts';
import { chatOf } from '../../tests/fakes/live-events.ts';
import { temporaryFolder } from '../../tests/support/built-entry.ts';
import { realBooks } from '../../tests/support/real-book.ts';
import { createCommandDesk } from './audience/commands/command-desk.ts';
import { createMusicDesk } from './music/music-desk.ts';
import { createMusicLibrary } from './music/music-library.ts';
import { wavFile } from './recognition/wav-file.ts';
import { createShowDeeds } from './show-deeds.ts';

const openBook = realBooks();
const IDLE: Performance = {
  state: 'idle',
  turnId: null,
  about: null,
  reply: '',
  spokenUntil: 0,
  emotion: 'neutral',
  mind: 'none',
  quietUntilMs: null,
};

/** The shipped commands, with song wishes switched on, over a music library of these titles. */
async function room(titles: readonly string[], motions: readonly string[] = []) {
  const danced: string[] = [];
  const asked: string[] = [];
  const { book, give } = await openBook();
  const clock = createFakeClock();
  const settings = settingsSchema.parse({ version: 1, music: { shuffle: false, requests: { enabled: true } } });
  const library = createMusicLibrary({ dataDir: await temporaryFolder(), clock, logger: silentLogger, report() {} });
  for (const [index, title] of titles.entries()) {
    // A tenth of a second; the height of the sound makes files differ.
    const bytes = wavFile(new Float32Array(800).fill(index / 10), 8000);
    const { id } = await library.begin(`${title}.wav`, bytes.length);
    await library.write(id, 0, 0, bytes);
  }
  const music = createMusicDesk({
    library,
    settings: () => settings.music,
    urlOf: (fileName) => fileName,
    performance: createCell(IDLE),
    muted: () => false,
    clock,
    random: () => 0.5,
  });
  const deeds = createShowDeeds({
    obs: () => undefined,
    music: () => Object.assign(music, { playlists: () => [] }),
    overlays() {
      throw new Error('no overlay is named here');
    },
    clip: undefined,
    viewerScenes: () => ['神社', '海岸花坊'],
    avatar: {
      motions: () => motions,
      play(motion) {
        danced.push(motion);
        return 'done';
      },
    },
  });
  const told: string[] = [];
  const refuse = async () => ({ result: 'refused' as const });
  const changed = DEFAULT_COMMANDS.filter(({ id }) => ['sing', 'scene', 'dance'].includes(id)).map((command) => ({
    ...command,
    enabled: true,
    cost: 10,
    viewerCooldownSeconds: 0,
  }));
  const commands = createCommandDesk({
    settings: () => ({ enabled: true, changed }),
    book,
    rights: {
      link: async () => ({ kind: 'wrong-code' }),
      remember: async () => 'agreed',
      forget: async () => 'forgotten',
      tell: async () => undefined,
    },
    games: { lottery: refuse, wheel: refuse, vote: refuse, predict: refuse, contribute: refuse },
    clock,
    logger: silentLogger,
    argumentOf: () => '',
    language: () => 'zh',
    pointsName: () => '',
    say: (text) => told.push(text),
    async chat(_event, text) {
      told.push(text);
      return true;
    },
    ask: (event) => asked.push(event.kind === 'redemption' ? event.rewardId : event.kind),
    stop() {},
    skip() {},
    async perform(deed, signal) {
      if (deed.type !== 'music') throw new Error(`${deed.type} is not of the show`);
      return deeds.perform(deed, signal);
    },
    fulfil: deeds.fulfil,
  });
  await give({ 'custom:id-viewer': 100 });
  const say = (text: string, more: Parameters<typeof chatOf>[1] = {}): void =>
    commands.take(chatOf(text, more), undefined, 'custom:id-viewer');
  const close = async (): Promise<void> => {
    await commands.close();
    await music.close();
    await library.close();
  };
  return {
    say,
    told,
    danced,
    asked,
    music,
    close,
    title: () => music.view.get().track?.title,
    points: () => book.balance('custom:id-viewer'),
  };
}

describe('a room that wishes for songs', () => {
  it('hears the one that it names, the next at a moderator’s word, and silence at another', async () => {
    const { say, title, points, music, close } = await room(['晴天', '海阔天空', '夜曲']);
    say('点歌 海阔天空', { id: 'twitch:1' });
    await expect.poll(title).toBe('海阔天空');
    say('点歌夜曲', { id: 'twitch:2' });
    await expect.poll(() => music.view.get().requests.length).toBe(1);
    await expect.poll(points).toBe(80);
    say('切歌', { id: 'twitch:3' });
    say('下一首', { id: 'twitch:4', roles: ['moderator'] });
    await expect.poll(title).toBe('夜曲');
    say('停止唱歌', { id: 'twitch:5' });
    expect(music.view.get().state).toBe('playing');
    say('停止唱歌', { id: 'twitch:6', roles: ['moderator'] });
    await expect.poll(() => music.view.get().state).toBe('stopped');
    await close();
  });

  it('gets its points back, and is told so, for a song that is not there and for a scene without OBS', async () => {
    const { say, title, told, points, close } = await room(['晴天']);
    say('点歌 不存在的歌', { id: 'twitch:1' });
    await expect.poll(() => told.length).toBe(1);
    say('切换 神社', { id: 'twitch:2' });
    await expect.poll(() => told.length).toBe(2);
    expect(title()).toBeUndefined();
    await expect.poll(points).toBe(100);
    await close();
  });
});

describe('a room that wishes for a dance', () => {
  it('sees the motion that it names, or any dance, and is answered in words where there is none', async () => {
    const { say, danced, asked, close } = await room([], ['Wave', 'Dance_Idol', 'kurukuru']);
    say('跳舞', { id: 'twitch:1' });
    await expect.poll(() => danced).toEqual(['Dance_Idol']);
    say('跳舞 kuru', { id: 'twitch:2' });
    await expect.poll(() => danced).toEqual(['Dance_Idol', 'kurukuru']);
    await close();
    expect(asked).toEqual([]);
    const still = await room([], ['Wave']);
    still.say('跳舞', { id: 'twitch:3' });
    await expect.poll(() => still.asked).toEqual(['command:dance']);
    expect(still.danced).toEqual([]);
    await still.close();
  });
});
