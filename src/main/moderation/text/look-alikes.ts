/**
 * Signs that stand in for others. Each pair is written "as typed" → "as compared", one UTF-16 unit or emoji on the left.
 * Only what people type to get past a list; a full table of look-alikes would change ordinary text of other scripts.
 */

/** Cyrillic, Greek and phonetic letters that look like Latin ones, where they stand among Latin letters. */
const LATIN =
  'аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwѵvүyмmтtкkнhвbгrпnиuбb' +
  'αaβbεeιiκkνvοoρpτtυuχxωwηnμmσo' +
  'ɑaɡgɪiʟlɴnʀrʏyᴀaᴄcᴅdᴇeᴊjᴋkᴍmᴏoᴘpᴛtᴜuᴠvᴡwᴢzꜱsꜰføołlđdħhıiƒfɢgʙbʜhßs';

/** Traditional and Japanese forms of characters that stand in the lists, and of those near them. */
const SIMPLIFIED =
  '媽妈馬马嗎吗罵骂幹干殺杀賤贱腦脑殘残雞鸡鷄鸡屍尸滾滚錢钱賣卖買买網网號号電电話话證证銀银個个學学國国黨党獨独臺台灣湾無无視视設设規规則则請请誰谁說说們们這这裡里裏里為为現现開开後后來来對对時时會会還还' +
  '沒没過过嚴严經经東东車车長长門门問问間间聞闻頭头臉脸處处變变態态絕绝種种豬猪貓猫龜龟爛烂廢废瘋疯癡痴聾聋啞哑醜丑騙骗詐诈賭赌財财貸贷賺赚職职領领費费團团聯联繫系係系訊讯薦荐關关註注贈赠優优價价點点擊击' +
  '連连結结鏈链載载資资訂订單单務务員员歲岁戶户區区縣县鄉乡鎮镇樓楼棟栋碼码帳账賬账護护驗验檔档傳传輸输發发給给讓让應应該该從从誠诚實实際际體体屬属淨净義义議议論论轉转換换權权藝艺術术歷历紀纪記记錄录語语' +
  '詞词寫写讀读書书聽听覺觉愛爱戀恋懷怀婦妇陰阴莖茎陽阳顆颗驢驴鳥鸟魚鱼蟲虫龍龙島岛嶼屿猶犹嘗尝試试戰战爭争軍军隊队彈弹槍枪斷断傷伤燒烧毀毁滅灭剝剥淚泪毆殴蕩荡騷骚內内褲裤親亲脫脱妳你祂他牠它渉涉悪恶糞粪' +
  '気气変变売卖円元価价値值絡络続续広广報报動动働动県县貨货約约紅红專专業业練练級级線线組组織织終终純纯細细統统繪绘羅罗習习聖圣聲声臨临興兴舊旧節节範范萬万葉叶蔣蒋薩萨蘇苏衛卫襪袜覽览觸触訓训託托訴诉詢询' +
  '誤误調调講讲謝谢識识譜谱讚赞豐丰賓宾賞赏質质贏赢趙赵跡迹躍跃軟软輪轮輯辑辦办農农遊游運运違违遠远適适選选遲迟鄧邓鄭郑醫医釋释鋼钢鍵键鐵铁鑽钻閃闪閉闭陳陈陸陆隨随險险雖虽雙双雜杂離离難难靈灵靜静韓韩響响' +
  '頁页順顺預预頓顿題题額额願愿顯显類类風风飛飞飯饭飽饱餓饿館馆駕驾騎骑驚惊髒脏鬆松鬥斗鬧闹麗丽黃黄艹草屮草';

/** Emoji read as the character they picture. */
const EMOJI: Readonly<Record<string, string>> = {
  '🐴': '马',
  '🐎': '马',
  '🦄': '马',
  '🐶': '狗',
  '🐕': '狗',
  '🐷': '猪',
  '🐖': '猪',
  '🐔': '鸡',
  '🐓': '鸡',
  '🐤': '鸡',
  '🌿': '草',
  '🌱': '草',
  '☘': '草',
  '🍀': '草',
  '💩': '屎',
  '🖕': 'fuck',
  '🍆': '屌',
  '🅱': 'b',
  '🆎': 'ab',
  '⭕': 'o',
  '❌': 'x',
  '💀': '死',
  '☠': '死',
  '⚰': '死',
};

/** The key of each is one code point; the value is what it is compared as. */
export const LOOK_ALIKES: ReadonlyMap<string, string> = new Map([
  ...pairsOf(LATIN),
  ...pairsOf(SIMPLIFIED),
  ...Object.entries(EMOJI),
  ...regionalLetters(),
]);

/** Letters in squares: 🇦 … 🇿 as a … z. */
function regionalLetters(): [string, string][] {
  return Array.from({ length: 26 }, (_, at) => [String.fromCodePoint(0x1f1e6 + at), String.fromCharCode(97 + at)]);
}

function pairsOf(table: string): [string, string][] {
  const signs = [...table];
  return signs.flatMap((sign, at) => (at % 2 === 0 ? [[sign, signs[at + 1] ?? sign] as [string, string]] : []));
}
