/** What a layer is, guessed from the names that artists give: English, Chinese and Japanese, and the names of the folders that it lies in. */
export const LAYER_ROLES = [
  'hair-back',
  'hair-front',
  'hair-side',
  'ahoge',
  'hair',
  'face',
  'ear',
  'animal-ear',
  'nose',
  'blush',
  'eye',
  'eye-white',
  'iris',
  'eye-highlight',
  'lash-upper',
  'lash-lower',
  'eye-lid',
  'eye-closed',
  'eye-smile',
  'brow',
  'mouth',
  'mouth-open',
  'mouth-a',
  'mouth-i',
  'mouth-u',
  'mouth-e',
  'mouth-o',
  'lip-upper',
  'lip-lower',
  'teeth',
  'tongue',
  'glasses',
  'head-accessory',
  'neck',
  'body',
  'arm',
  'hand',
  'leg',
  'skirt',
  'tail',
  'wing',
  'effect',
  'background',
  'other',
] as const;
export type LayerRole = (typeof LAYER_ROLES)[number];
export type NamedSide = 'left' | 'right' | undefined;

interface Rule {
  readonly role: LayerRole;
  /** Words, all of which must be there; several lists are alternatives. A word may list its own alternatives with bars. */
  readonly words: readonly string[];
  readonly cjk: RegExp | undefined;
}
const rule = (role: LayerRole, words: readonly string[], cjk?: RegExp): Rule => ({ role, words, cjk });

const EYE = 'eye|eyes';
const LASH = 'lash|lashes|eyelash|eyelashes|eyeliner|eyeline';
const HAIR = 'hair|hairs';
const MOUTH = 'mouth|lip|lips';
const LIGHT = 'highlight|highlights|shine|light|catchlight';
const SHUT = 'closed|close|shut|blink|wink';
const LOW = 'lower|bottom|under|down';

/** The first that fits wins: what is special stands before what is general. */
const RULES: readonly Rule[] = [
  rule('background', ['background|bg|backdrop'], /背景/),
  rule('effect', ['fx|toggle|exp|expr|expression|effect|emote'], /^(效果|表情|差分|エフェクト|特效)|漫符/),
  rule('glasses', ['glasses|eyeglasses|spectacles|goggles|monocle'], /眼镜|眼鏡|メガネ|めがね|ゴーグル/),
  rule(
    'head-accessory',
    [
      'hat|cap|horn|horns|halo|crown|hairpin|hairclip|headband|headphone|headphones|headset|ribbon|bow|earring|earrings|tiara|accessory',
    ],
    /帽|犄角|触角|ツノ|つの|天使の輪|光环|光環|王冠|发饰|髮飾|髪飾|ヘアピン|发夹|髮夾|发带|リボン|蝴蝶结|蝴蝶結|头饰|頭飾|耳机|耳機|ヘッド(ホン|フォン|セット)|耳环|耳環|ピアス|イヤリング/,
  ),
  rule(
    'animal-ear',
    ['cat|fox|bunny|rabbit|animal|wolf|dog|kemono|kemo|neko', 'ear|ears'],
    /[兽獸獣猫貓狐兔犬狼]耳|ケモ耳|ネコ耳|ケモミミ|うさ耳/,
  ),
  rule('eye-closed', [EYE, SHUT], /(闭|閉|つぶ|とじ).*(眼|目|睛)|(眼|目|睛).*(闭|閉|つぶ|とじ)/),
  rule('eye-smile', [EYE, 'smile|smiling|happy'], /笑眼|笑い?目|にっこり/),
  rule('lash-lower', [LASH, LOW], /下(睫|まつ|ま?つげ)|(睫|まつ).*下/),
  rule('lash-upper', [LASH], /睫|まつ[毛げ]|マツ毛|アイライン|眼线|眼線/),
  rule('eye-highlight', [`${EYE}|iris|pupil`, LIGHT], /(眼|目|瞳).?(高光|ハイライト)|眼神光/),
  rule('iris', ['iris|irises|pupil|pupils|eyeball|eyeballs'], /黒目|黑眼|瞳|眼球|眼珠|虹彩|目玉/),
  rule('eye-white', ['sclera|eyewhite|eyewhites'], /白目|白眼|眼白/),
  rule('eye-white', [EYE, 'white|whites|base']),
  rule('eye-lid', ['eyelid|eyelids|lid|lids'], /二重|双眼皮|眼皮|まぶた|瞼/),
  rule('brow', ['brow|brows|eyebrow|eyebrows'], /眉|まゆ/),
  rule('mouth-a', [MOUTH, 'a|ah|aa'], /(口|嘴).?([aａ]|あ|ア)$|^あ口/),
  rule('mouth-i', [MOUTH, 'i|ih|ee'], /(口|嘴).?([iｉ]|い|イ)$/),
  rule('mouth-u', [MOUTH, 'u|uh|ou'], /(口|嘴).?([uｕ]|う|ウ)$/),
  rule('mouth-e', [MOUTH, 'e|eh'], /(口|嘴).?([eｅ]|え|エ)$/),
  rule('mouth-o', [MOUTH, 'o|oh'], /(口|嘴).?([oｏ]|お|オ)$/),
  rule('teeth', ['teeth|tooth|fang|fangs'], /歯|齿|齒|牙/),
  rule('tongue', ['tongue'], /舌|ベロ/),
  rule('lip-upper', [MOUTH, 'upper|top'], /上唇|上くち|口.?上$/),
  rule('lip-lower', [MOUTH, LOW], /下唇|下くち|口.?下$/),
  rule(
    'mouth-open',
    [MOUTH, 'open|inner|inside|cavity|interior'],
    /口腔|口内|口の?中|開き?口|张嘴|張嘴|嘴.?(内|內|张|張|开|開)|口.?(开|開)|[开開张張]口/,
  ),
  rule('mouth', [MOUTH], /口|嘴|くち|唇/),
  rule('nose', ['nose'], /鼻|はな$/),
  rule('blush', ['blush|cheek|cheeks|flush'], /腮红|腮紅|脸红|臉紅|红晕|紅暈|頬|ほほ|ほっぺ|チーク|照れ|赤面/),
  rule('eye', [EYE], /眼|(^|[^項])目|睛/),
  rule('ear', ['ear|ears'], /耳/),
  rule('ahoge', ['ahoge|antenna'], /アホ毛|あほ毛|呆毛/),
  rule('hair-front', ['bang|bangs|fringe|forelock'], /前髪|前发|前髮|刘海|瀏海|ぱっつん/),
  rule('hair-front', [HAIR, 'front']),
  rule('hair-side', ['sidelock|sidelocks|sideburn|sideburns'], /横髪|侧发|側髮|鬓|鬢|もみあげ|サイド髪|触覚/),
  rule('hair-side', [HAIR, 'side']),
  rule(
    'hair-back',
    ['ponytail|twintail|twintails|braid|braids'],
    /後ろ?髪|后发|後髮|后髮|後发|马尾|馬尾|ポニテ|ポニーテール|ツインテ|三つ編み|辫|辮/,
  ),
  rule('hair-back', [HAIR, 'back|rear|behind']),
  rule('hair', [HAIR], /髪|头发|頭髮|髮|发$|^发/),
  rule('eye-highlight', [LIGHT], /高光|ハイライト/),
  rule('neck', ['neck'], /(?<![手足])首|脖|颈|頸/),
  rule('hand', ['hand|hands|finger|fingers|glove|gloves|wrist'], /手(?!臂)|指/),
  rule('arm', ['arm|arms|sleeve|sleeves|forearm|elbow'], /腕|臂|胳膊|袖|肘/),
  rule(
    'leg',
    ['leg|legs|foot|feet|shoe|shoes|boot|boots|sock|socks|stockings|thigh|thighs|knee|shin|calf|ankle|pants|trousers'],
    /脚|腿|足|靴|鞋|膝|ふともも|太もも|ふくらはぎ|すね|ズボン|裤|褲|袜|襪/,
  ),
  rule('skirt', ['skirt'], /スカート|裙/),
  rule('tail', ['tail'], /尾|しっぽ|シッポ/),
  rule('wing', ['wing|wings'], /翼|翅|羽/),
  rule(
    'body',
    [
      'body|torso|chest|bust|breast|cloth|clothes|clothing|shirt|uniform|jacket|coat|dress|hoodie|sweater|collar|tie|outfit|shoulder|shoulders|upper',
    ],
    /体|體|胴|服|衣|胸|肩|襟|领|領|ネクタイ|上半身/,
  ),
  rule('face', ['face|head|skin|contour'], /顔|脸|臉|頭|头|輪郭|轮廓/),
];

/** `folders` from the outermost. A name that says nothing ("Layer 12", "shadow") is what its folder is. */
export function layerRole(name: string, folders: readonly string[]): LayerRole {
  const inner = folders.at(-1);
  // "white" in a folder "eye_L" is an eye's white.
  const together = inner === undefined ? undefined : roleOf(`${inner} ${name}`);
  const own = roleOf(name);
  if (own !== undefined) return together !== undefined && isPartOf(together, own) ? together : own;
  if (together !== undefined) return together;
  for (const folder of folders.slice(0, -1).reverse()) {
    const role = roleOf(folder);
    if (role !== undefined) return role;
  }
  return 'other';
}

/** "base", "closed" or "shine" alone mean little; with the folder's word they mean a part of an eye or a mouth, or of the hair. */
function isPartOf(together: LayerRole, own: LayerRole): boolean {
  if (own === 'eye-highlight') return true;
  return (own === 'eye' && together.startsWith('eye-')) || (own === 'mouth' && together.startsWith('mouth-'));
}

/** Which piece of a limb a layer is, where its name says so. */
export function limbSegment(name: string, folders: readonly string[]): 'upper' | 'lower' | undefined {
  for (const text of [name, ...[...folders].reverse()]) {
    const words = wordsOf(text);
    if (words.has('forearm') || words.has('lower') || words.has('fore') || /前腕|前臂|小臂|下腕|肘下/.test(text)) return 'lower';
    if (words.has('upper') || /上腕|上臂|大臂|二の腕/.test(text)) return 'upper';
  }
  return undefined;
}

/** Her left or right by what the name says, or the folders from the innermost. */
export function namedSide(name: string, folders: readonly string[]): NamedSide {
  for (const text of [name, ...[...folders].reverse()]) {
    const words = wordsOf(text);
    if (words.has('l') || words.has('left') || /左/.test(text)) return 'left';
    if (words.has('r') || words.has('right') || /右/.test(text)) return 'right';
  }
  return undefined;
}

function roleOf(text: string): LayerRole | undefined {
  const words = wordsOf(text);
  const plain = text.normalize('NFKC').toLowerCase();
  const found = RULES.find(
    ({ words: wanted, cjk }) =>
      wanted.every((list) => list.split('|').some((word) => words.has(word))) || cjk?.test(plain) === true,
  );
  return found?.role;
}

/** "hairFront_1 copy" → hair, front, 1, copy. */
function wordsOf(text: string): ReadonlySet<string> {
  const split = text
    .normalize('NFKC')
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replaceAll(/([a-zA-Z])(\d)/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+|(?<=[a-z])(?=\p{Lo})|(?<=\p{Lo})(?=[a-z])/u);
  return new Set(split.filter((word) => word !== ''));
}
