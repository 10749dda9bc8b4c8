import type { Intent } from '#shared/live/appraisal.ts';

/** What is asked for, without the words of asking: "点歌 晴天" → "晴天", "can you draw me a cat please" → "cat"; '' where nothing is named. */
export function argumentOf(text: string, intent: Intent): string {
  const patterns = PATTERNS[intent];
  const line = text.slice(0, 300).normalize('NFKC').replace(/\s+/g, ' ').trim();
  if (patterns === undefined) return '';
  const bareLine = withoutAsking(line);
  for (const pattern of patterns) {
    const found = (pattern.exec(bareLine) ?? pattern.exec(line))?.groups?.what;
    if (found !== undefined) return bare(found);
  }
  return '';
}

/** Words of asking that may stand before the verb, longest first where one begins another. */
const ASKING =
  /^(?:[\s,:]+|主播|姐姐|老婆|宝宝|能不能|可不可以|可以|想听|想看|我们|咱们|我想|我要|帮我|帮忙|给我们|给大家|给我|为我|替我|麻烦|拜托|上网|去网上|网上|把|将|你|请|能|快|再|想|帮|(?:hey|hi|yo|please|pls|plz|can|could|would love|would|will|you|u|i'd love|i|we'd love|we|want|wanna|to|need|hear|see|let me|let's|lets|now|just)(?=[\s,]))/iu;

/** One word at a time, each taken as it stands: no choice is ever tried twice, whatever a viewer writes. */
function withoutAsking(line: string): string {
  let rest = line;
  for (;;) {
    const word = ASKING.exec(rest)?.[0];
    if (word === undefined || word === rest) return rest;
    rest = rest.slice(word.length);
  }
}

const COUNT_ZH =
  '(?:一首|一个|一只|一张|一幅|一段|一支|一曲|一条|一头|一下|一遍|几张|几个|两首|首|个|只|张|幅|段|支|曲|下|条|点|些)?';
const ARTICLE_EN = '(?:(?:me|us|a|an|the|some|your|my|for me|for us)\\s+)*';

const PATTERNS: Partial<Record<Intent, readonly RegExp[]>> = {
  sing: [
    line(`^(?:点歌|点播|点|翻唱|清唱|合唱|唱歌|唱|安排|整|听你唱|听)${COUNT_ZH}[ :,]*(?<what>.*)$`),
    line(`^(?:来)?(?:一首|首|一曲)[ :,]*(?<what>.*)$`),
    line(`^!?(?:song request|song req|request|req|sr|sing)[ :,-]+(?<what>.*)$`),
    line(`^(?:sing|cover|perform|play|karaoke|hum)\\s+${ARTICLE_EN}(?<what>.*)$`),
    line('^(?:!sing|リクエスト|曲リク|歌リク|リク)[ :、]*(?<what>.*)$'),
    line('^(?:次は|今度は|最後に)?(?<what>.*?)(?:を|が|の曲を|の歌を)?(?:歌って|うたって|唄って|カバーして|聴きたい|お願い).*$'),
  ],
  draw: [
    line(`^(?:画画|画|绘制|手绘|生成|素描|涂鸦)${COUNT_ZH}[ :,]*(?<what>.*)$`),
    line(`^!?(?:draw request|draw|paint|sketch)[ :]+${ARTICLE_EN}(?<what>.*)$`),
    line(`^(?:draw|paint|sketch|doodle|illustrate|design)\\s+${ARTICLE_EN}(?<what>.*)$`),
    line(`^.*?\\b(?:drawing|painting|sketch|portrait|illustration) of\\s+${ARTICLE_EN}(?<what>.*)$`),
    line('^(?:!draw|絵リク|お絵描きリクエスト)[ :、]*(?<what>.*)$'),
    line('^(?<what>.*?)(?:を|の絵を|の絵|のイラストを|のイラスト)?(?:描いて|かいて|書いて|お願い).*$'),
  ],
  dance: [
    line(`^(?:跳舞|舞蹈|跳|来)${COUNT_ZH}[ :,]*(?<what>.*)$`),
    line(`^(?:!dance|do|perform|dance to|dance)\\s+${ARTICLE_EN}(?<what>.*)$`),
    line('^(?<what>.*?)(?:を)?(?:踊って|おどって|踊ろう|お願い).*$'),
  ],
  search: [
    line(`^(?:搜索|搜一下|搜下|搜搜|搜|查询|查一下|查一查|查下|查查|查|百度一下|百度|检索|谷歌一下|找一下)[ :,]*(?<what>.*)$`),
    line(`^(?:!search|!google|google|search for|search|look up|bing|find out|check)[ :]+(?:for )?(?<what>.*)$`),
    line('^(?:!検索|検索して|検索)[ :、]*(?<what>.+)$'),
    line(
      '^(?:ネットで|googleで|グーグルで)?(?<what>.*?)(?:を|って|の情報を)?(?:ネットで)?(?:調べて|検索|ググって|サーチ|探して).*$',
    ),
  ],
  picture: [
    line(`^(?:搜一下图片|搜图片|搜个图|搜图|找图|图片搜索|搜张图)[ :,]*(?:看看)?(?<what>.*?)图?$`),
    line(`^(?:搜|找|发|放|贴|看看|看下|看|整|弄|来)${COUNT_ZH}(?<what>.*?)图?$`),
    line(`^.*?\\b(?:picture|pictures|pic|pics|photo|photos|image|images|wallpaper) of\\s+${ARTICLE_EN}(?<what>.*)$`),
    line(`^!?(?:image search|image|img|pic|picture)[ :]+(?<what>.*)$`),
    line(`^(?:show|find|post|get|pull up)\\s+${ARTICLE_EN}(?<what>.*)$`),
    line('^(?:画像検索|!画像|写真検索)[ :、]*(?<what>.*)$'),
    line('^(?<what>.*?)(?:の)?(?:画像|写真).*$'),
  ],
  scene: [
    line(`^(?:背景|场景)?(?:切换到|切换|切换成|进入|换到|换成|改成|切到|切成|去|回到|回|转到|变成)[ :,]*(?<what>.*)$`),
    line(`^(?:!scene|!bg|!background|scene|background)[ :]+(?<what>.*)$`),
    line(`^(?:.*?)\\b(?:to|into|in|inside|enter|visit)\\s+${ARTICLE_EN}(?<what>.*)$`),
    line('^(?:シーン変更|背景変更|!scene|背景|シーン)[ :、を]+(?<what>.*?)(?:に|へ)?(?:して|変えて|切り替えて)?(?:ください)?$'),
    line('^(?<what>.*?)(?:に|へ|の背景|のシーン)(?:行|移動|切り替え|戻|連れて|に|が|変え).*$'),
  ],
  costume: [
    line(`^(?:换装|换衣服|穿衣服|换上|换成|换回|换|穿上|穿|戴上|戴个|戴)${COUNT_ZH}(?:那件|那套|件|套)?[ :,]*(?<what>.*)$`),
    line(`^(?:!outfit|!costume|!wear|!skin|outfit)[ :]+(?<what>.*)$`),
    line(
      `^(?:wear|put on|change into|change to|change back to|switch back to|switch to|swap to|try on|equip)\\s+${ARTICLE_EN}(?<what>.*)$`,
    ),
    line('^(?:衣装変更|!衣装|着替え|衣装)[ :、]+(?<what>.*)$'),
    line('^(?<what>.*?)(?:に|を|姿が|姿)?(?:着替えて|着て|なって|つけて|かけて|かぶって|チェンジ|見たい|お願い).*$'),
  ],
};

function line(source: string): RegExp {
  return new RegExp(source, 'iu');
}

const POLITE_TAIL =
  /(?:[\s,、]*(?:please|pls|plz|thanks|thank you|for us|for me|next|now|可以吗|好不好|行不行|谢谢|好吗|吧|呗|嘛|吗|啊|呀|不|看看|听听|的图片|的照片|的图|图片|照片|的歌|这首歌|场景|ください|お願いします|お願い))+[\s!?.~。!?…]*$/iu;

/** Without quotes, polite words at its end, and marks around it. */
function bare(found: string): string {
  const cut = found.replace(/^[\s:,\-–"'“”《「『【]+/u, '').replace(/[\s!?.~。…"'“”》」』】]+$/u, '');
  return cut
    .replace(POLITE_TAIL, '')
    .replace(/[\s!?.~。…"'“”》」』】]+$/u, '')
    .trim();
}
