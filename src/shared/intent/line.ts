/** What is read of a line at most, in UTF-16 units: bounds the cost of one reading. */
export const MAX_READ_LENGTH = 300;

/** Letters of traditional writing that carry meaning in a live room, each before its simplified twin. */
const TRADITIONAL =
  '唱唱畫画點点換换裝装場场圖图會会嗎吗這这個个誰谁為为麼么來来開开說说愛爱謝谢樂乐聽听滾滚幫帮請请給给張张條条過过還还沒没歡欢迎迎晚晚從从對对後后們们讓让歲岁樣样買买賣卖錢钱頭头腦脑蠢蠢豬猪罵骂傷伤難难變变衣衣舊旧視视頻频錄录網网查查詢询題题問问麗丽麼么幾几現现講讲覺觉應应該该氣气嚇吓戀恋醜丑噁恶髒脏緊紧擔担憂忧驚惊廢废蕩荡進进戰战遊游戲戏機机電电學学習习寫写畢毕業业嗚呜咦咦啦啦囉啰囍喜嘆叹';
const SIMPLIFIED = new Map<string, string>();
for (let place = 0; place + 1 < TRADITIONAL.length; place += 2)
  SIMPLIFIED.set(TRADITIONAL.charAt(place), TRADITIONAL.charAt(place + 1));

/**
 * The line as the classifier sees it: one width, small letters, simplified Chinese, no addresses and mentions, no letter more than three times in a row.
 * The same on every machine and in training.
 */
export function lineForReading(text: string): string {
  return text
    .slice(0, MAX_READ_LENGTH)
    .normalize('NFKC')
    .slice(0, MAX_READ_LENGTH)
    .toLowerCase()
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/(^|\s)@\S+/g, ' ')
    .replace(/[\u4e00-\u9fff]/g, (letter) => SIMPLIFIED.get(letter) ?? letter)
    .replace(/’/g, "'")
    .replace(/(.)\1{3,}/gu, '$1$1$1')
    .replace(/\s+/g, ' ')
    .trim();
}
