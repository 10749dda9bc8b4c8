import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadChineseSound } from './chinese-sound.ts';
import { sceneWish } from './scene-wish.ts';

const SCENES = ['Starting Soon', 'Just Chatting', 'Game Scene', 'Game over', '游戏', '聊天画面', 'ゲーム', '雑談', 'BRB'];

beforeAll(loadChineseSound);

describe('sceneWish', () => {
  it.each([
    ['Switch to the game scene.', 'Game Scene'],
    ['OK, please switch back to just chatting now!', 'Just Chatting'],
    ['Go to the starting screen', 'Starting Soon'],
    ['Show me the BRB screen.', 'BRB'],
    ['Change the scene to chatting', 'Just Chatting'],
    ['切换到游戏场景', '游戏'],
    ['切到聊天画面吧。', '聊天画面'],
    ['請切換到遊戲畫面', '游戏'],
    ['帮我把画面切换成游戏', '游戏'],
    // What a recogniser makes of it.
    ['切换到由戏', '游戏'],
    ['ゲームのシーンに切り替えて', 'ゲーム'],
    ['雑談画面に戻して。', '雑談'],
    ['ゲームに変えてください', 'ゲーム'],
  ])('"%s" asks for %s', (text, scene) => {
    expect(sceneWish(text, SCENES)).toBe(scene);
  });

  it.each([
    "Let's go to the next question.",
    'I want to switch to a new keyboard',
    'We will show the trailer',
    'Switch to the kitchen scene',
    '我们换成中文聊吧',
    '元気にして',
    'The game scene was nice',
    '',
  ])('"%s" asks for none', (text) => {
    expect(sceneWish(text, SCENES)).toBeUndefined();
  });

  it('does not guess between several scenes whose names hold the words', () => {
    expect(sceneWish('switch to room', ['Pink room', 'Blue room'])).toBeUndefined();
  });

  it('never names what is not among the scenes, whatever is said', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.array(fc.string({ maxLength: 20 }), { maxLength: 5 }),
        (said, scenes) => {
          for (const text of [said, `switch to the ${said}`, `切换到${said}`, `${said}に切り替えて`]) {
            const found = sceneWish(text, scenes);
            if (found !== undefined) expect(scenes).toContain(found);
          }
        },
      ),
    );
  });
});
