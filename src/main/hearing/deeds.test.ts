import { describe, expect, it } from 'vitest';
import { defaultSettings } from '#shared/settings/settings.ts';
import { actOnWords } from './deeds.ts';
import { areHerOwnWords } from './own-words.ts';

function act(text: string, change: Partial<ReturnType<typeof defaultSettings>['hearing']> = {}, bound: readonly string[] = []) {
  const calls: string[] = [];
  const deed = actOnWords(
    text,
    { ...defaultSettings().hearing, ...change },
    {
      caption: (words, final) => void calls.push(`caption ${words} ${final}`),
      command: () => bound,
      scenes: () => ['Main', 'Game', '游戏'],
      showScene: (scene) => void calls.push(`scene ${scene}`),
      stopWords: () => ['!stop', '停止说话'],
      stop: () => void calls.push('stop'),
      message: (words) => void calls.push(`message ${words}`),
    },
  );
  return { deed, calls };
}

describe('what words do', () => {
  it.each(['Stop!', 'stop talking.', '停止说话。', '别说了！', 'やめて', '黙って。', 'Shut up'])('"%s" silences her', (text) => {
    const { deed, calls } = act(text);
    expect(deed).toEqual({ became: 'command', detail: 'stop' });
    expect(calls).toContain('stop');
    expect(calls.some((call) => call.startsWith('message'))).toBe(false);
  });

  it('a stop word within a sentence is a word like others', () => {
    expect(act('We should stop at the next village.').deed.became).toBe('message');
  });

  it('what is bound to the phrase is done and told by name, and is no message', () => {
    const { deed, calls } = act('switch to the game scene', {}, ['Game scene']);
    expect(deed).toEqual({ became: 'command', detail: 'Game scene' });
    expect(calls).toEqual(['caption switch to the game scene true']);
  });

  it.each([
    ['Switch to the game scene.', 'Game'],
    ['切换到游戏画面。', '游戏'],
  ])('"%s" brings that scene of OBS on air, and is no message', (text, scene) => {
    const { deed, calls } = act(text);
    expect(deed).toEqual({ became: 'command', detail: scene });
    expect(calls).toEqual([`caption ${text} true`, `scene ${scene}`]);
  });

  it('a scene is not changed where commands are off, nor where the words are bound to something else', () => {
    expect(act('Switch to the game scene.', { commands: false }).deed.became).toBe('message');
    expect(act('Switch to the game scene.', {}, ['Lights']).calls).not.toContain('scene Game');
  });

  it('everything else goes to her, and to the captions', () => {
    expect(act('How are you?').calls).toEqual(['caption How are you? true', 'message How are you?']);
  });

  it('each use can be switched off', () => {
    expect(act('Stop', { commands: false }).deed.became).toBe('message');
    expect(act('How are you?', { coHost: false }).deed).toEqual({ became: 'caption', detail: '' });
    expect(act('How are you?', { coHost: false, captions: false })).toEqual({
      deed: { became: 'nothing', detail: '' },
      calls: [],
    });
  });

  it('a text without words is nothing', () => {
    expect(act('…').deed.became).toBe('nothing');
  });
});

describe('her own words', () => {
  it('are known again through the mistakes of a recogniser', () => {
    expect(
      areHerOwnWords('i went to the market and bort apples', 'Yesterday I went to the market, and bought apples. It was fun!'),
    ).toBe(true);
    expect(areHerOwnWords('今天的天气特别好所以我打算出去', '嗯，今天的天气特别好，所以我打算下午出去散步。')).toBe(true);
  });

  it('are not what the streamer says about them, nor short words', () => {
    expect(areHerOwnWords('what did you buy there', 'Yesterday I went to the market, and bought apples.')).toBe(false);
    expect(areHerOwnWords('yes', 'Yes, yes, yes!')).toBe(false);
  });
});
