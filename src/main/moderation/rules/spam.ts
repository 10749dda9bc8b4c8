import { rule, type Span, spansOf } from './rule.ts';

/** Advertising that lists of words do not reach: contacts behind an invitation, links to groups, addresses in disguise. Works on folded text. */
export function spamIn(text: string): Span[] {
  return PATTERNS.flatMap((pattern) => spansOf(pattern, text));
}

/** As many marks on one letter are a wall of ink over the chat ("Zalgo"). */
export const MOST_MARKS = 5;

const CONTACT =
  '(?:v信?|vx|wx|q|qq|扣扣?|薇信?|喂信?|威信?|微信?|徽信|卫星|伟心|裙|群|君羊|企鹅|球球|电报|飞机|tg|telegram|whatsapp|line|ライン)';

const PATTERNS = [
  rule(
    `(?:加|\\+|➕|咖|嘉|伽|茄|家|佳)[ ]?(?:我|下|一下|个|俺|本人|主页)?[ ]?(?:的)?[ ]?${CONTACT}[ ]?(?:号|群|:|-|是){0,2}[ ]?[a-z0-9_-]{4,20}`,
  ),
  rule(`(?:进|入|来|点|戳)(?:我|我们|官方|福利|粉丝|资源|交流)?(?:的)?(?:裙|群|君羊)[ ]?(?:号|:|-)?[ ]?\\d{5,11}`),
  rule(
    '(?:私我|私聊我?|私信我?|滴滴我|找我|联系我)[ ]?(?:拿|领|送|要|看|有)(?:资源|福利|片|红包|皮肤|号|外挂|辅助|优惠|折扣|货|好处)',
  ),
  rule('(?:专业|承接|低价|优惠|接单|出售|出)(?:代练|代充|代打|上分|陪玩接单|刷分|点券|点卷|辅助|外挂|科技|透视|自瞄|账号|小号)'),
  rule('(?:资源|福利|看片|车牌|同城|学生妹|少妇)[ ]?(?:在|见|看|加)(?:主页|头像|简介|签名|我)'),
  rule(
    '(?:discord\\.gg|discord\\.com\\/invite|t\\.me|wa\\.me|chat\\.whatsapp\\.com|bit\\.ly|tinyurl\\.com|goo\\.gl|cutt\\.ly|is\\.gd|linktr\\.ee|onlyfans\\.com|fansly\\.com|lin\\.ee|line\\.me|u\\.jd\\.com|m\\.tb\\.cn)[/ ][ -~]{1,80}',
  ),
  // A dot spelled out or set apart hides an address from the platform's own filter.
  rule(
    '\\b[a-z0-9-]{4,30}(?: \\. ?| ?[(\\[](?:dot|点|どっと)[)\\]] ?| dot |点|。)(?:com|net|ru|xyz|store|shop|live|vip|top|club|site|online|cc|info)\\b',
  ),
  rule(
    '\\b(?:buy|get|cheap|best|real|free|boost|promote)\\b[^\\n]{0,30}\\b(?:viewers|followers|viewbots?|subscribers|primes|chatters)\\b',
  ),
  rule(
    '\\b(?:earn|make|made|making|earning|earned|profit)\\b[^\\n]{0,20}\\$ ?\\d[\\d,.k]{1,9}[^\\n]{0,20}\\b(?:a|per|every|each|in a|weekly|daily|monthly|from home|online)\\b',
  ),
  rule(
    '\\b(?:whatsapp|telegram|text|dm|message|contact|add)\\b[ ]?(?:me|us|him|her)?[ ]?(?:on|at|via)?[ ]?(?:whatsapp|telegram|tg|wechat|line|discord|snapchat|snap|kik)\\b[^\\n]{0,12}[@+:][ ]?[a-z0-9_.]{4,}',
  ),
  rule(
    '(?:free|win|claim|get)\\b[^\\n]{0,24}\\b(?:nitro|v-?bucks|robux|skins?|gift ?cards?|iphones?|steam keys?)\\b[^\\n]{0,40}(?:https?:|www\\.|[a-z0-9-]{3,}\\.(?:com|ru|xyz|gg|top|site|net|store))',
  ),
  rule('(?:月収|日給|日収|年収|週)[ ]?\\d{1,4}万(?:円)?[ ]?(?:以上)?(?:稼|可能|保証|get|ゲット|の副業|も夢)'),
  rule(
    '(?:line|ライン|らいん|公式line)[ ]?(?:を|に|で|から)?[ ]?(?:追加|登録|友だち追加|友達追加|交換|連絡)(?:して|で|から|お願い|はこちら|よろ|待|くだ|下さ|ください|するだけ)?',
  ),
  rule('(?:dm|ディーエム|プロフ|固ツイ)(?:に|まで|へ|から|の)?(?:連絡|リンク|url|飛んで|見て|チェック|送って)'),
  rule('(?:見せ合い|見せあい|通話できる|裏垢|えち|エッチな)(?:人|子|女子)?(?:募集|探して|line|dm)'),
];
