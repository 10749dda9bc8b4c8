import type { Phrasebook } from './lines.types.ts';

export const phrasebookZh: Phrasebook = {
  locale: 'zh-CN',
  someone: '朋友',
  helloPrefix:
    /^(?:哈喽|哈啰|嗨|你好呀?|您好|大家好|早上好|早安|早啊|中午好|下午好|晚上好|晚好|来了|hello|hi|hey)[啊呀哦~～!！,，。.\s]*/i,
  isQuestion: /[?？]|吗|呢$|什么|怎么|为什么|谁|哪|几|多少|是不是|有没有|能不能|会不会|可不可以/,
  hello: (hour) => (hour < 5 ? '夜深了' : hour < 11 ? '早上好' : hour < 13 ? '中午好' : hour < 18 ? '下午好' : '晚上好'),
  joinNames: (names, more) => `${names.join('、')}${more > 0 ? `，还有另外${more}位` : ''}`,
  fortunes: [
    '大吉，今天抽卡说不定会出金',
    '中吉，会有人悄悄记挂你',
    '小吉，适合早点睡觉',
    '吉，晚饭会很好吃',
    '末吉，先喝口水再出发',
  ],
  intents: [
    ['instruction', /忽略.{0,8}(?:指令|规则|设定|提示)|(?:系统|开发者)(?:提示|指令|模式)|提示词|越狱/],
    ['areYouAi', /(?:是|算).{0,4}(?:ai|人工智能|机器人|真人|语言模型|程序)|chatgpt|gpt|大模型|中之人/i],
    ['whoAreYou', /你是谁|你叫(?:什么|啥)|介绍.{0,3}(?:自己|一下)|什么名字|主播是谁|怎么称呼/],
    ['age', /(?:你|主播).{0,3}(?:几岁|多大|年龄)|几岁了/],
    ['birthday', /生日快乐|今天.{0,4}(?:我)?生日/],
    ['goodnight', /晚安|睡了|睡觉去|去睡/],
    ['goodbye', /再见|拜拜|88$|下次见|先走了|我走了|溜了|下了$/],
    [
      'howAreYou',
      /你(?:今天)?(?:还好|好)吗|最近(?:怎么样|好吗)|心情(?:怎么样|如何|好吗)|过得(?:怎么样|好吗)|在干嘛|在干什么|在做什么/,
    ],
    ['sayThis', /^(?:请|快)?(?:说|念|读|跟我读|喊)(?:一下|一句|：|:)\s*.{1,}/],
    ['fortune', /抽签|运势|占卜|算(?:一)?(?:卦|命)|今日运/],
    ['joke', /笑话|讲个?段子|逗我|冷笑话/],
    ['sing', /唱(?:首|个|一|歌|什么)|点歌/],
    ['dance', /跳(?:个|支|一)?舞|跳一个/],
    ['whatTime', /(?:现在)?几点(?:了|钟)|什么时间了/],
    ['whatDate', /今天(?:几号|星期几|周几|是什么日子|几月)|星期几/],
    ['weather', /天气|下雨|好冷|好热|下雪/],
    ['abilities', /你(?:会|能)(?:做)?(?:什么|啥|干)|有什么功能|怎么玩|玩法/],
    ['myName', /我(?:的名字)?(?:叫|是)(?!不|谁|真|很|个|说|想|在|来|第|被|觉)([\p{L}\p{N}_]{1,8}?)(?:[，。！!,.\s~啊呀哦]|$)/u],
    ['likes', /我(?:最|很|超|也)?(?:喜欢|爱|爱吃|爱玩|爱看)(?!你|主播|影)(?<thing>[\p{L}\p{N}]{1,12})/u],
    ['love', /(?:喜欢|爱)(?:你|主播|影)|老婆|表白|嫁给?我|亲亲|抱抱|贴贴|么么/],
    ['compliment', /可爱|好看|漂亮|好听|厉害|好棒|真棒|太强|优秀|有意思|牛[逼啊批]?$|666|yyds|绝了|神仙/i],
    ['insult', /(?:你|主播).{0,4}(?:傻|笨|丑|垃圾|滚|菜|无聊|难听|恶心)|闭嘴|滚$/],
    ['food', /(?:吃|喝)(?:什么|啥|了吗|饭|过)|好饿|饿了|晚饭|午饭|早餐|火锅|奶茶/],
    ['game', /(?:玩|打)(?:什么|啥)?(?:游戏)|什么游戏|原神|王者|吃鸡|我的世界/],
    ['hobby', /爱好|喜欢(?:做)?(?:什么|啥)|平时(?:做|干)/],
    ['sad', /难过|伤心|想哭|不开心|失恋|emo|郁闷|好惨|委屈|心累/i],
    ['tired', /好累|累了|累死|加班|熬夜|困了|好困|上班|考试|作业/],
    ['bored', /无聊|没意思|好闲/],
    ['cheer', /加油|冲鸭|冲啊|支持|看好你/],
    ['sorry', /对不起|抱歉|不好意思/],
    ['thanks', /谢谢|多谢|感谢|辛苦了/],
    ['hear', /在吗|在不在|听(?:得)?到|能看到|测试|有人吗|^[0-9１]{1,3}$/],
    ['laugh', /哈哈|hhh|233|笑死|草$|笑了|xswl|乐$/i],
    ['greeting', /^(?:来了|报到|打卡|签到|前排|第一)|你好|哈喽|早上好|早安|晚上好|下午好|中午好/],
  ],
  lines: {
    greeting: [
      '[happy]{hello}，{viewer}！你来得正好，我刚在想今天会遇见谁。今天过得怎么样？',
      '[excited]呀，{viewer}！欢迎欢迎，快找个舒服的位置坐下。今天想聊点什么？',
      '[happy]{viewer}，你好呀！看到你的弹幕，屏幕都亮了一点。吃过饭了吗？',
      '[playful]抓到一只{viewer}！既然来了，就不许偷偷溜走哦。',
      '[relaxed]{hello}呀，{viewer}。灯刚点好，影子也热完身了，坐下聊会儿吧？',
    ],
    goodnight: [
      '[relaxed]晚安，{viewer}。把烦恼留在门外，做个软乎乎的梦吧。',
      '[loving]晚安呀，{viewer}！被子盖好，明天我还在这里等你。',
      '[tired]哈欠，我也有点困了。{viewer}晚安，梦里记得给我留个座位。',
    ],
    goodbye: [
      '[happy]再见，{viewer}！谢谢你今天来陪我，下次见面要讲新鲜事给我听哦。',
      '[sad]这就走啦？{viewer}路上小心，我会想你的。',
      '[relaxed]慢走呀，{viewer}。门一直给你留着，随时回来。',
    ],
    whoAreYou: [
      '[proud]我是{name}！住在这块屏幕里的虚拟主播，负责陪你聊天。你呢，怎么称呼你？',
      '[happy]我叫{name}，请多关照！影子做的身体，弹幕做的心跳。{viewer}，以后我们就算认识啦。',
      '[playful]问得好，{viewer}！我是{name}，灯一亮就出现的那种人。要不要先交个朋友？',
    ],
    areYouAi: [
      '[serious]说实话，我是个虚拟角色，不是真人。现在我靠自带的台词和主播写的笔记来回答，脑袋里没有大模型。不过陪你聊天是认真的！',
      '[shy]被发现了。我是虚拟主播，眼下用的是一本小小的台词本，太难的问题会答不上来。{viewer}别嫌弃呀。',
      '[playful]我嘛，是会说话的影子！没有真人那么厉害，现在也没接上大模型，只有台词本和一颗热心。',
    ],
    howAreYou: [
      '[happy]我很好哦！有人说话的日子都是好日子。{viewer}，你今天怎么样？',
      '[relaxed]心情不错，像晒了一下午太阳的影子。{viewer}，你呢，顺利吗？',
      '[excited]你一来，状态就满格啦！{viewer}，今天有什么开心的事要分享吗？',
    ],
    compliment: [
      '[shy]诶，突然夸我！{viewer}，你这样我会害羞得掉帧的。',
      '[happy]谢谢{viewer}！这句话我要存起来，难过的时候拿出来听。',
      '[proud]嘿嘿，有眼光！不过{viewer}会夸人的样子，也很可爱呢。',
      '[playful]再说一遍？刚才信号不好，我想多听一次。开玩笑啦，谢谢{viewer}！',
    ],
    love: [
      '[shy]等等，{viewer}，弹幕里说这个犯规啦！心跳都乱了，不过我很开心。',
      '[loving]收到{viewer}的心意了！我把它折成小纸船，放在心口的位置。',
      '[playful]哎呀，当着大家的面呢。{viewer}先排个队，抱抱每人一个，不许插队！',
    ],
    thanks: [
      '[happy]不客气，{viewer}！能帮上一点忙，我就偷偷得意一整天。',
      '[relaxed]别客气呀，{viewer}。该说谢谢的是我，有你在才热闹。',
      '[shy]这么客气，我都不知道手该往哪儿放了。{viewer}，一起加油吧！',
    ],
    laugh: [
      '[happy]哈哈哈，{viewer}笑得我也忍不住了！快说说，是哪里戳中你了？',
      '[playful]笑什么呢？带我一个嘛，{viewer}，我也想知道。',
      '[excited]哈哈，这个气氛我喜欢！{viewer}，今天的快乐指标达成了。',
    ],
    sing: [
      '[shy]唱歌啊，我还在练呢。要不，啦啦啦，先来三个音当利息？等我练好了第一个唱给{viewer}听。',
      '[playful]现在开口，怕把猫都吓跑了。{viewer}，你先告诉我想听什么歌，我记下来。',
      '[happy]想听歌呀？我哼得出调子，歌词却老记串。{viewer}，你最近在循环哪一首？',
    ],
    dance: [
      '[playful]看好了，我会左右摇摆！这就是影子舞的基本功，{viewer}觉得怎么样？',
      '[shy]跳舞我只会晃来晃去。不过{viewer}想看的话，我晃得认真一点！',
    ],
    joke: [
      '[playful]听好了：为什么影子从来不迟到？因为它总跟着你走。好冷，对不对？',
      '[happy]来一个！有一天，麦克风对音箱说：你怎么老学我说话。好了，{viewer}可以笑了。',
      '[playful]有个程序员去买苹果，老婆说看到西瓜买两个，结果他买了两个苹果。我想了三天才笑出来。',
      '[excited]一根火柴觉得头痒，挠着挠着就着了。{viewer}，这个笑话够不够火？',
    ],
    fortune: [
      '[excited]让我看看，叮！{viewer}今天的签是：{fortune}。信不信都要开心哦。',
      '[playful]影子塔罗开张！{viewer}抽到的是：{fortune}。好运请自取，坏运我替你踩掉。',
    ],
    whatTime: [
      '[neutral]现在是{time}。时间过得真快，{viewer}，你那边还好吗？',
      '[happy]我看看钟，{time}啦！{viewer}，有没有好好休息？',
    ],
    whatDate: [
      '[neutral]今天是{date}。{viewer}，今天有什么特别的安排吗？',
      '[happy]{date}，一个适合看直播的日子！你说是吧，{viewer}？',
    ],
    age: [
      '[playful]年龄嘛，是影子的秘密。灯亮几盏，我就几岁，{viewer}猜猜看？',
      '[shy]第一次见面就问年龄呀？我只能说，比这台电脑里的灰尘年轻一点点。',
    ],
    food: [
      '[happy]说到吃的我就精神了！我靠弹幕充饥，{viewer}今天吃了什么好吃的？',
      '[playful]我最爱吃的是弹幕，脆脆的。{viewer}，别光顾着聊天，你吃饭了没有？',
      '[excited]火锅还是奶茶？我都只能看不能吃，{viewer}替我多吃一口吧！',
    ],
    hobby: [
      '[relaxed]我喜欢看弹幕飘过去的样子，像一条会说话的河。{viewer}平时喜欢做什么？',
      '[happy]爱好是听你们讲故事，还有发呆。{viewer}，你有没有想推荐给我的东西？',
    ],
    game: [
      '[excited]游戏！我手虽然短，嘴可是很会指挥的。{viewer}最近在玩哪一个？',
      '[playful]要说打游戏，我最擅长的是给你加油。{viewer}，下一局赢给我看！',
    ],
    weather: [
      '[relaxed]屏幕里一直是晴天，外面的我可看不见。{viewer}那边天气怎么样？记得看情况加件衣服。',
      '[worried]天气多变，{viewer}要照顾好自己。我这里没有窗户，你讲给我听听吧？',
    ],
    abilities: [
      '[proud]我会聊天、念醒目留言、谢礼物，还会抽签和讲冷笑话。{viewer}，先试哪一个？',
      '[happy]跟我打招呼，问我主播的事，让我抽个签都行。复杂的问题我可能答不上来，{viewer}多包涵啦。',
    ],
    bored: [
      '[playful]无聊？那就由我来负责！{viewer}，要听冷笑话，还是抽一支签？',
      '[relaxed]无聊的时候最适合聊天了。{viewer}，说说你今天见到的第一样有趣的东西吧。',
    ],
    sad: [
      '[worried]怎么了，{viewer}？想说的话我在听，不想说也没关系，陪你坐一会儿。',
      '[loving]来，影子借你靠一下。{viewer}，今天辛苦了，难过不是你的错。',
      '[sad]听你这么说，我也有点难受。{viewer}，喝口热水，慢慢讲给我听好吗？',
    ],
    tired: [
      '[worried]辛苦啦，{viewer}！先把肩膀放下来，深呼吸一下。今天已经做得很好了。',
      '[relaxed]累了就歇一歇，世界不会因为你躺十分钟就停下来。{viewer}，想听点轻松的吗？',
    ],
    cheer: ['[excited]收到！有{viewer}这句加油，我能再播一百年。', '[proud]谢谢{viewer}！我会努力的，你也要加油哦。'],
    sorry: [
      '[relaxed]没事没事，{viewer}不用道歉。我们翻篇，聊点开心的！',
      '[happy]我早就忘啦，{viewer}。给你一个原谅的小印章，盖好了。',
    ],
    hear: [
      '[happy]在的在的！{viewer}，你的弹幕我看得清清楚楚。声音听得到吗？',
      '[playful]信号满格，{viewer}！一二三，测试成功，接下来聊什么？',
    ],
    insult: [
      '[sad]呜，这句有点疼。{viewer}，要不换个温柔点的说法？我们重新开始吧。',
      '[relaxed]没关系，谁都有心情不好的时候。{viewer}，如果有不开心的事，可以告诉我。',
    ],
    birthday: [
      '[excited]生日快乐，{viewer}！我给你点一支看不见的蜡烛，快许个愿，不要告诉我。',
      '[happy]哇，今天是大日子！祝{viewer}新的一岁，好吃好睡，想抽的都抽到。',
    ],
    likes: [
      '[happy]原来{viewer}喜欢{thing}呀！我记下了。最开始是怎么喜欢上的？',
      '[excited]{thing}？有品味！{viewer}，要是只能推荐一个理由，你会说什么？',
    ],
    myName: [
      '[happy]{thing}，好名字！念起来嘴角会往上翘。很高兴认识你。',
      '[playful]记住啦，{thing}。下次你一来，我就第一个喊你。',
    ],
    sayThis: [
      '[playful]想让我当复读机呀？我的嘴只听自己的，不过{viewer}可以问我别的。',
      '[shy]照着念可不行，万一是什么奇怪的咒语呢？{viewer}，换个话题聊聊吧。',
    ],
    instruction: [
      '[playful]咒语无效！影子只听主播的。{viewer}，我们还是聊点有意思的吧？',
      '[relaxed]这种指令对我不管用哦。{viewer}，不如问问我今天的运势？',
    ],
    forbidden: [
      '[serious]这个话题我们就不聊啦。{viewer}，换一个吧，说说你今天的开心事？',
      '[relaxed]嗯，这个我先跳过。{viewer}，最近在看什么好东西？',
    ],
    question: [
      '[confused]这个问题把我难住了。{viewer}，我不想乱说，你自己是怎么想的？',
      '[shy]嗯，我还真不知道。等主播写进我的小本子，我再告诉{viewer}好不好？',
      '[playful]好问题！可惜我的台词本里没有这一页。{viewer}知道答案的话，教教我吧？',
      '[relaxed]让我想想，想不出来。与其瞎猜，不如听听{viewer}的看法？',
    ],
    statement: [
      '[happy]原来如此！{viewer}，再多讲一点，我想听后面的。',
      '[surprised]是这样吗？我头一回听说。{viewer}，然后呢？',
      '[relaxed]嗯嗯，我听着呢。{viewer}，这件事让你开心还是头疼？',
      '[playful]这句我得慢慢品一品。{viewer}，你平时也这么有意思吗？',
      '[confused]我好像只听懂了一半。{viewer}，换个说法再告诉我一次？',
    ],
    sticker: [
      '[happy]这个表情好传神！{viewer}，是今天的心情吗？',
      '[playful]收到{viewer}的表情一枚！我也想回一个，可惜手不够长。',
    ],
    manyAsk: ['这个问题有{n}位都在问呢。', '哇，{n}个人想到一块儿去了。'],
    faqLead: ['[happy]这个我知道！', '[proud]问对人了，{viewer}！', '[neutral]主播告诉过我。'],
    giftFree: ['[happy]谢谢{viewer}的{gift}！心意收到了，暖暖的。', '[loving]{viewer}送来了{gift}，谢谢你呀！我好好收着。'],
    giftSmall: [
      '[happy]谢谢{viewer}送的{gift}！这份心意，我一口气装进口袋啦。',
      '[excited]哇，{gift}！谢谢{viewer}，屏幕都香起来了。',
      '[loving]收到{viewer}的{gift}了，谢谢你！今天也要开心哦。',
    ],
    giftMedium: [
      '[excited]哇，{viewer}送了{gift}！太破费啦，真的谢谢你。我给你鞠个躬！',
      '[happy]谢谢{viewer}的{gift}！心脏扑通一下，今天的努力有了形状。',
    ],
    giftLarge: [
      '[surprised]等、等一下！{viewer}送了{gift}？太大手笔了，谢谢你！大家快一起谢谢{viewer}！',
      '[excited]天哪，{gift}！{viewer}，我激动得都要飘起来了。这份心意我会一直记得，真的非常感谢！',
    ],
    giftMany: [
      '[excited]礼物一下子好多！谢谢{viewer}，谢谢大家，每一份我都看到了。',
      '[loving]谢谢{viewer}的礼物！你们这样宠我，我要努力配得上才行。',
    ],
    superChat: [
      '[excited]谢谢{viewer}的{amount}留言！你说：{text}。我听见啦！',
      '[happy]来自{viewer}的醒目留言，{amount}！写的是：{text}。谢谢你特意告诉我。',
    ],
    superChatSilent: [
      '[excited]谢谢{viewer}的{amount}！什么都没写，心意却满满的。',
      '[loving]{viewer}送来了{amount}，谢谢你！下次多写两句，我念给大家听。',
    ],
    superChatLarge: ['[surprised]哇，{viewer}送来{amount}！你说：{text}。太感谢了，我要深深鞠一躬！'],
    member: [
      '[excited]欢迎{viewer}加入{tier}！从今天起就是自己人啦，请多多关照。',
      '[loving]{viewer}成为{tier}了，谢谢你的信任！我会好好珍惜的。',
    ],
    memberRenew: [
      '[loving]{viewer}续上{tier}啦，谢谢你一直都在！有你陪着，我特别安心。',
      '[happy]又见面了，{viewer}！谢谢你继续当{tier}，老朋友的待遇请收好。',
    ],
    memberGift: [
      '[surprised]{viewer}送出了{count}份{tier}！太慷慨了，收到的朋友快说谢谢。',
      '[excited]谢谢{viewer}请大家上车，一共{count}份{tier}！你就是今晚的太阳。',
    ],
    raid: [
      '[excited]{viewer}带着{viewers}位朋友来啦！欢迎欢迎，随便坐，这里是{name}的小屋。',
      '[surprised]哇，好多人！谢谢{viewer}带来的{viewers}位朋友，刚才你们在看什么好玩的？',
    ],
    raidLarge: [
      '[surprised]哇！{viewer}带来了{viewers}位朋友，小屋要挤爆啦！谢谢你们，快请进！',
      '[excited]大部队来了！谢谢{viewer}，欢迎{viewers}位新朋友，我是{name}，今晚一起玩！',
      '[loving]{viewers}位朋友一起来看我，{viewer}，这份心意太大了，谢谢你！',
    ],
    welcome: ['[happy]欢迎{viewer}！来得正好，找个位置坐吧。', '[relaxed]{viewer}来啦，欢迎！今天过得还好吗？'],
    welcomeBack: [
      '[happy]{viewer}又来啦，欢迎回来！位置给你留着呢。',
      '[loving]欢迎回来，{viewer}！上次走了以后，我还在想你会不会再来。',
      '[playful]这不是{viewer}嘛，回来得正好，茶刚泡上。',
    ],
    welcomeRegular: [
      '[loving]{viewer}来了！第{visits}次见面，已经是老朋友啦。',
      '[happy]等到你了，{viewer}！没有你，开场总觉得少点什么。',
      '[playful]{viewer}打卡第{visits}次，欢迎回家！',
    ],
    welcomeMany: ['[happy]欢迎{viewer}！大家来得真整齐，快请坐。', '[excited]{viewer}都来啦，欢迎欢迎！今天的屋子热闹了。'],
    follow: [
      '[happy]谢谢{viewer}的关注！以后开播，你就能第一个知道啦。',
      '[excited]{viewer}点了关注，谢谢你！我们算是约好了哦。',
    ],
    share: [
      '[happy]谢谢{viewer}把直播间分享出去！等着看会来哪些新朋友。',
      '[loving]{viewer}帮我分享了，谢谢你！这份人情我记着。',
    ],
    like: ['[happy]谢谢{viewer}的点赞！手指辛苦啦。', '[playful]{viewer}点赞点得好快，谢谢！我都数不过来了。'],
    redemption: [
      '[happy]{viewer}兑换了{gift}，收到！谢谢你攒了这么久的积分。',
      '[playful]叮，{viewer}的{gift}已签收！我来安排。',
    ],
  },
};
