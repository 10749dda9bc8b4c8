import { indexOfPhrase, plainSpoken } from '#shared/hearing/spoken-text.ts';
import { indexBySound } from './chinese-sound.ts';

/** What may stand before and after the name; recognisers write Chinese in either script. Katakana is written as hiragana in plain words. */
const WISHES = [
  /^(?:(?:ok|okay|please|now|can you|could you|lets) )*(?:switch|change|cut|go|move)(?: the scene)?(?: over| back)? to (?:the |my )?(?<name>.+?)(?: (?:scene|screen))?(?: (?:please|now))*$/u,
  /^(?:please )?show (?:me )?(?:the |my )?(?<name>.+?) (?:scene|screen)(?: (?:please|now))*$/u,
  /^(?:请|請)?(?:帮我|幫我)?(?:把(?:场景|場景|画面|畫面))?(?:切换到|切換到|切换成|切換成|切换|切換|切到|切回|切成|换到|換到|换成|換成|换回|換回|转到|轉到|回到)(?<name>.+?)(?:的?(?:场景|場景|画面|畫面))?[吧了]?$/u,
  /^(?<name>.+?)(?:の?(?:しーん|画面))?[にへ](?:切り替えて|切りかえて|きりかえて|切り替え|変えて|移って|戻って|戻して|して)(?:ください|くれる|ね|よ)?$/u,
] as const;

/**
 * The scene that the streamer asks for, as in "switch to the game scene", 切到游戏画面 or ゲームのシーンに切り替えて. Only what names one of `scenes` is a wish: alike, by its
 * Chinese sound, or as the only one whose name holds these words. "Let's go to the next question" thus stays a message.
 */
export function sceneWish(text: string, scenes: readonly string[]): string | undefined {
  if (scenes.length === 0) return undefined;
  const plain = plainSpoken(text);
  for (const wish of WISHES) {
    const name = wish.exec(plain)?.groups?.name;
    const found = name === undefined ? undefined : sceneCalled(name, scenes);
    if (found !== undefined) return found;
  }
  return undefined;
}

function sceneCalled(words: string, scenes: readonly string[]): string | undefined {
  const named = scenes.map((scene) => ({ scene, plain: withoutKind(plainSpoken(scene)) })).filter(({ plain }) => plain !== '');
  const alike = named.filter(
    ({ plain }) => plain === words || (plain.length === words.length && indexBySound(words, plain) === 0),
  );
  if (alike.length > 0) return alike[0]?.scene;
  const holding = named.filter(({ plain }) => indexOfPhrase(plain, words) >= 0);
  return holding.length === 1 ? holding[0]?.scene : undefined;
}

/** "Game Scene" is called by saying "game". */
const withoutKind = (plain: string): string =>
  plain.replace(/(?:(?<=.) (?:scene|screen)|(?<=.)の?(?:しーん|画面|场景|場景|畫面))$/u, '');
