import type { Intent } from '#shared/avatar/bindings.ts';

/** Words and phrases by which an intent is known. Whole words in Latin script; parts of the text in Chinese and Japanese. */
export const INTENT_WORDS: Readonly<Record<Intent, readonly string[]>> = {
  greeting: [
    ...['hello', 'hi', 'hey', 'heya', 'hiya', 'welcome', 'good morning', 'good afternoon', 'good evening', 'nice to meet you', 'howdy'],
    ...['你好', '您好', '大家好', '哈喽', '哈啰', '嗨', '欢迎', '歡迎', '早上好', '早安', '下午好', '晚上好', '初次见面', '初次見面'],
    ...['こんにちは', 'こんばんは', 'おはよう', 'ようこそ', 'いらっしゃい', 'はじめまして', '初めまして', 'ハロー', 'やっほー', 'どうもー'],
  ],
  farewell: [
    ...['goodbye', 'good bye', 'bye', 'bye bye', 'see you', 'see ya', 'good night', 'farewell', 'take care', 'until next time'],
    ...['再见', '再見', '拜拜', '晚安', '回头见', '下次见', '下次再见', '明天见', '下播', '先走了', '保重'],
    ...['さようなら', 'さよなら', 'またね', 'じゃあね', 'バイバイ', 'おやすみ', 'また明日', 'また今度', 'お疲れ様', 'おつかれさま', 'おつかれー'],
  ],
  thanks: [
    ...['thank you', 'thanks', 'thank u', 'thx', 'ty', 'appreciate it', 'much appreciated', 'grateful'],
    ...['谢谢', '謝謝', '多谢', '多謝', '感谢', '感謝', '谢啦', '谢了', '破费'],
    ...['ありがとう', 'ありがと', 'どうも', 'サンキュー', '感謝', '助かり', '恐れ入り'],
  ],
  apology: [
    ...['sorry', 'apologies', 'apologize', 'apologise', 'my bad', 'forgive me', 'pardon me', 'excuse me'],
    ...['对不起', '對不起', '抱歉', '不好意思', '我错了', '请原谅', '请见谅'],
    ...['ごめん', 'すみません', 'すいません', '申し訳', 'お詫び', 'しつれいしました', '失礼しました'],
  ],
  laughter: [
    ...['haha', 'hahaha', 'hahahaha', 'hehe', 'hehehe', 'lol', 'lmao', 'rofl', 'hihi'],
    ...['哈哈', '嘻嘻', '嘿嘿', '呵呵', '笑死', '太好笑', '好好笑', '233'],
    ...['あはは', 'ははは', 'ふふ', 'えへへ', 'うふふ', 'くすくす', 'ウケる', '爆笑', '(笑)', 'www', '草'],
  ],
  question: [
    ...['what is', "what's", 'who is', 'who are', 'why', 'how do', 'how does', 'how are', 'do you', 'are you', 'can you', 'would you', 'could you', 'will you'],
    ...['什么', '什麼', '为什么', '為什麼', '怎么', '怎麼', '哪里', '哪个', '是不是', '有没有', '能不能', '要不要', '好不好'],
    ...['なぜ', 'どうして', 'なんで', 'どこで', 'いつから', 'だれが', '誰が', '何が', '何を', 'どうやって', 'どう思', 'どうかな'],
  ],
  agreement: [
    ...['yes', 'yeah', 'yep', 'yup', 'sure', 'of course', 'exactly', 'absolutely', 'definitely', 'i agree', 'okay', 'ok', "that's right"],
    ...['是的', '对的', '没错', '沒錯', '当然', '當然', '好的', '同意', '可以的', '没问题', '沒問題', '说得对', '确实'],
    ...['そうです', 'そうだね', 'そうそう', 'もちろん', 'その通り', 'そのとおり', '賛成', '了解', 'わかりました', '分かりました', 'いいよ', 'うんうん'],
  ],
  refusal: [
    ...['no', 'nope', 'no way', 'no thanks', 'not at all', "i can't", "i won't", 'i refuse', 'i disagree', 'never'],
    ...['不行', '不要', '不可以', '不同意', '拒绝', '拒絕', '才不', '不了', '没门', '不能这样', '不对', '不是的'],
    ...['いやです', '嫌です', 'いやだ', '嫌だ', 'ダメ', 'だめ', '駄目', '無理', 'できません', 'お断り', '違います', 'ちがう', 'やだ'],
  ],
  celebration: [
    ...['congratulations', 'congrats', 'yay', 'hooray', 'hurray', 'woohoo', 'happy birthday', 'cheers', 'well done', 'we did it', 'happy new year'],
    ...['恭喜', '祝贺', '祝賀', '太棒了', '好耶', '万岁', '萬歲', '生日快乐', '生日快樂', '新年快乐', '干杯', '成功了'],
    ...['おめでとう', 'やったー', 'やったぁ', 'やったね', 'ばんざい', '万歳', 'わーい', '乾杯', 'お誕生日', 'あけましておめでとう', 'すばらしい'],
  ],
};
