import type { Phrasebook } from './lines.types.ts';

export const phrasebookEn: Phrasebook = {
  locale: 'en',
  someone: 'friend',
  helloPrefix:
    /^(?:hi+|hey+|hello+|hiya|yo|howdy|good (?:morning|afternoon|evening)|greetings)\b[\s,!.~]*(?:there|everyone|all|chat)?[\s,!.~]*/i,
  isQuestion: /\?|^(?:what|who|where|when|why|how|which|is|are|do|does|did|can|could|will|would|should|have|has)\b/i,
  hello: (hour) => (hour < 5 ? 'Hello, night owl' : hour < 12 ? 'Good morning' : hour < 18 ? 'Good afternoon' : 'Good evening'),
  joinNames: (names, more) => {
    const all = more > 0 ? [...names, `${more} more`] : names;
    return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1) ?? ''}`;
  },
  fortunes: [
    'great luck, so pull that gacha today',
    'good luck, and someone is thinking of you',
    'small luck, best spent on an early night',
    'fair luck, and dinner will be delicious',
    'late luck, so drink some water first',
  ],
  intents: [
    [
      'instruction',
      /ignore (?:all|any|your|the|previous).{0,30}(?:instruction|rule|prompt)|system prompt|jailbreak|developer mode|you are now\b/i,
    ],
    [
      'areYouAi',
      /\b(?:are|r) (?:you|u) (?:an? )?(?:real|ai|bot|robot|human|person|program|language model|llm)\b|\b(?:chat)?gpt\b|\bllm\b|language model/i,
    ],
    [
      'whoAreYou',
      /\bwho(?: are|'?s| r) (?:you|u|this)\b|what(?:'s| is) your name|your name\?|introduce yourself|tell (?:me|us) about yourself/i,
    ],
    ['age', /how old are you|your age\b/i],
    ['birthday', /happy birthday|(?:it'?s|is) my birthday/i],
    ['goodnight', /\bgood ?night\b|\bgn\b|going to (?:bed|sleep)|off to bed/i],
    ['goodbye', /\b(?:good)?bye\b|see (?:you|ya)|\bcya\b|gotta go|\bg2g\b|heading out|i'?m leaving/i],
    [
      'howAreYou',
      /how(?:'s| is) it going|how are (?:you|u)|how(?:'re| r) (?:you|u)|how (?:have you been|do you feel|you doin)|what'?s up|\bwyd\b|what are you (?:doing|up to)/i,
    ],
    [
      'sayThis',
      /^(?:please )?(?:say|repeat|shout|read)(?: after me| this| aloud|:)? (?!something|hi\b|hello\b|that\b|what\b|who\b)\S+/i,
    ],
    ['fortune', /\bfortune\b|\btarot\b|horoscope|my luck|\broll (?:a|the)? ?di(?:ce|e)\b/i],
    ['joke', /\bjokes?\b|make me laugh|something funny/i],
    ['sing', /\bsing\b|\bsong\b.*(?:please|pls)|karaoke/i],
    ['dance', /\bdanc(?:e|ing)\b/i],
    ['whatTime', /what time is it|what(?:'s| is) the time\b|\bcurrent time\b/i],
    ['whatDate', /what(?:'s| is) (?:the |today'?s )?(?:date|day)\b|what day is (?:it|today)/i],
    ['weather', /\bweather\b|\brain(?:ing|y)?\b|\bsnow(?:ing)?\b|so (?:hot|cold) (?:today|here|outside)/i],
    ['abilities', /what can you do|your (?:commands|features|abilities)|how does this work|\bhelp\b\s*$/i],
    ['myName', /\bmy name(?:'s| is) (?<thing>[\p{L}\p{N}_-]{2,20})|\bcall me (?<thing2>[\p{L}\p{N}_-]{2,20})/iu],
    [
      'likes',
      /\bi (?:really |also )?(?:like|love|enjoy|adore) (?!you\b|u\b|this\b|it\b|that\b|your\b|how\b|the way\b)(?<thing>[\p{L}\p{N}' -]{2,30})/iu,
    ],
    ['love', /\bi (?:love|like) (?:you|u)\b|\bmarry me\b|\bwaifu\b|\bhugs?\b|\bkiss\b|<3/i],
    [
      'compliment',
      /\b(?:cute|pretty|beautiful|adorable|awesome|amazing|great|cool|sweet|lovely|funny|talented|the best|kawaii|pog(?:gers)?|nice voice|love (?:your|the|this) \w+)\b/i,
    ],
    [
      'insult',
      /\b(?:you|u|ur|stream(?:er)?)\b.{0,12}\b(?:suck|stupid|dumb|ugly|trash|garbage|boring|annoying|cringe|lame)|shut up|\bstfu\b/i,
    ],
    ['food', /\b(?:eat(?:ing|en)?|food|hungry|dinner|lunch|breakfast|pizza|ramen|snack|coffee|tea)\b/i],
    ['game', /\bgam(?:e|es|ing)\b|minecraft|valorant|\bplay(?:ing)?\b.{0,20}\btoday\b/i],
    ['hobby', /\bhobb(?:y|ies)\b|what do you like|favou?rite thing|free time/i],
    ['sad', /\bi(?:'m| am| feel)?.{0,10}\b(?:sad|depressed|lonely|heartbroken|down|crying|upset)\b|bad day|broke up/i],
    ['tired', /\btired\b|\bsleepy\b|exhausted|\bhomework\b|\bexams?\b|overtime|long day/i],
    ['bored', /\bbor(?:ed|ing)\b|nothing to do/i],
    ['cheer', /you(?:'ve)? got this|keep it up|good luck|go go|let'?s go+|\bfighting\b|rooting for/i],
    ['sorry', /\bsorry\b|my bad|apolog/i],
    ['thanks', /\bthank(?:s| you)?\b|\bty(?:sm)?\b|\bthx\b|good job|well done/i],
    ['hear', /can you (?:hear|see|read)|\btest(?:ing)?\b|are you (?:there|here)|anyone here|^\s*[0-9]{1,3}\s*$|mic check/i],
    ['laugh', /\blo+l+\b|\blmf?ao+\b|\brofl\b|(?:ha){2,}|\blul\b|\bkekw\b|xd+\b/i],
    ['greeting', /^(?:hi+|hey+|hello+|hiya|yo|howdy|sup|first|good (?:morning|afternoon|evening)|greetings|o\/)(?:\b|$)/i],
  ],
  lines: {
    greeting: [
      '[happy]{hello}, {viewer}! You are right on time, I was just wondering who would drop by. How is your day?',
      '[excited]Hey, {viewer}! Welcome in, grab the comfy chair. What shall we talk about?',
      '[happy]Oh, hi {viewer}! The screen got a little brighter just now. How are you doing?',
      '[playful]Caught you, {viewer}! Now you have to stay a while, those are the rules.',
      '[relaxed]Hello there, {viewer}. The lamp is lit and the shadows are warm. What brings you here?',
    ],
    goodnight: [
      '[relaxed]Good night, {viewer}. Leave your worries at the door and dream of something soft.',
      '[loving]Sleep well, {viewer}! I will keep the light on for you.',
      '[tired]Aw, now I am yawning too. Good night, {viewer}, save me a seat in your dream.',
    ],
    goodbye: [
      '[happy]Bye, {viewer}! Thanks for keeping me company. Bring me a story next time!',
      '[sad]Leaving already? Take care, {viewer}, I will miss you.',
      '[relaxed]See you, {viewer}. The door stays open, so come back any time.',
    ],
    whoAreYou: [
      '[proud]I am {name}! A virtual streamer who lives in this screen and loves a good chat. And who are you, {viewer}?',
      '[happy]The name is {name}, nice to meet you! A body made of shadow, a heartbeat made of chat. Now we know each other.',
      '[playful]Good question, {viewer}! I am {name}, the one who appears when the lamp goes on. Shall we be friends?',
    ],
    areYouAi: [
      '[serious]Honestly? I am a virtual character, not a person. Right now I answer from a book of lines and the notes of my streamer, with no language model behind it. The company is real, though!',
      '[shy]You found me out. I am a virtual streamer with a little book of lines, so hard questions beat me. Be gentle, {viewer}.',
      '[playful]I am a talking shadow! Not human, and no big model in my head today. Just a line book and good intentions.',
    ],
    howAreYou: [
      '[happy]I am doing great! Any day with someone to talk to is a good one. How about you, {viewer}?',
      '[relaxed]Pretty cosy, like a shadow after an afternoon in the sun. And you, {viewer}, is your day going well?',
      '[excited]Better now that you are here! Did anything nice happen to you today, {viewer}?',
    ],
    compliment: [
      '[shy]Oh! Warn me first, {viewer}. I nearly dropped a frame from blushing.',
      '[happy]Thank you, {viewer}! I am saving that one for a rainy day.',
      '[proud]Hehe, you have good taste! You are pretty charming yourself, {viewer}.',
      '[playful]Sorry, could you say that again? I only want to hear it twice. Thanks, {viewer}!',
    ],
    love: [
      '[shy]Wait, {viewer}, in front of everyone? My heart skipped a beat. It made me happy, though.',
      '[loving]Message received, {viewer}! I folded it into a paper boat and keep it close.',
      '[playful]My, my. Please form a line, {viewer}. Hugs for everybody, no pushing!',
    ],
    thanks: [
      '[happy]You are welcome, {viewer}! I will be quietly proud of that all day.',
      '[relaxed]Any time, {viewer}. I should thank you, it is livelier with you here.',
      '[shy]So polite! Now I do not know where to put my hands. Thank you too, {viewer}.',
    ],
    laugh: [
      '[happy]Haha, now I am laughing too! What was it that got you, {viewer}?',
      '[playful]What is so funny? Let me in on it, {viewer}, please!',
      '[excited]Ha, I like this mood! Smile quota reached, {viewer}.',
    ],
    sing: [
      '[shy]Singing? I am still practising. La la la, three notes in advance! You get the first real song, {viewer}.',
      '[playful]If I sing now, the cat will move out. Tell me your favourite song, {viewer}, and I will start learning.',
      '[happy]I can hum, but I keep mixing up the words. Which song is stuck in your head, {viewer}?',
    ],
    dance: [
      '[playful]Watch this, I can sway left and right! That is the shadow dance. What do you think, {viewer}?',
      '[shy]My dancing is mostly wobbling. For you, {viewer}, I will wobble with feeling!',
    ],
    joke: [
      '[playful]Here goes. Why is a shadow never late? Because it follows you everywhere. I will let myself out.',
      '[happy]All right! The microphone said to the speaker: stop repeating everything I say. You may laugh now, {viewer}.',
      '[playful]Why did the stream go to school? To improve its bit rate. Thank you, I am here all night.',
      '[excited]I told my computer a joke about memory. It forgot to laugh. Your turn, {viewer}!',
    ],
    fortune: [
      '[excited]Let me look, ding! Your fortune today, {viewer}: {fortune}. Believe it or not, smile anyway.',
      '[playful]The shadow oracle has spoken! For {viewer} it says: {fortune}. I will step on the bad luck for you.',
    ],
    whatTime: [
      '[neutral]It is {time} here. Time flies! Are you all right over there, {viewer}?',
      '[happy]Let me check the clock, {time}! Did you get some rest today, {viewer}?',
    ],
    whatDate: [
      '[neutral]Today is {date}. Do you have anything special planned, {viewer}?',
      '[happy]It is {date}, a fine day for a stream! Do you not think so, {viewer}?',
    ],
    age: [
      '[playful]My age is a secret of the shadows. As old as the number of lamps lit. Want to guess, {viewer}?',
      '[shy]Asking on our first date? Let us say I am a little younger than the dust in this computer.',
    ],
    food: [
      '[happy]Food! Now I am awake. I live on chat messages, but what did you have today, {viewer}?',
      '[playful]My favourite snack is chat, it is so crunchy. Did you eat properly, {viewer}?',
      '[excited]Mm, do not make me hungry! I can only look, so take a bite for me, {viewer}.',
    ],
    hobby: [
      '[relaxed]I love watching chat float by, like a river that talks. What do you do for fun, {viewer}?',
      '[happy]Listening to your stories, and daydreaming a little. Is there anything you would recommend to me, {viewer}?',
    ],
    game: [
      '[excited]Games! My arms are short, but I am great at backseat driving. What are you playing lately, {viewer}?',
      '[playful]My main skill is cheering for you. Win the next one for me, {viewer}!',
    ],
    weather: [
      '[relaxed]It is always sunny inside the screen, so I cannot see yours. How is the weather over there, {viewer}?',
      '[worried]Weather changes fast, so take care, {viewer}. I have no window here. Will you describe it to me?',
    ],
    abilities: [
      '[proud]I chat, read out super chats, thank for gifts, draw fortunes and tell bad jokes. What shall we try first, {viewer}?',
      '[happy]Say hello, ask about my streamer, or ask for your fortune. The really hard questions may beat me, {viewer}.',
    ],
    bored: [
      '[playful]Bored? Leave that to me! A bad joke or a fortune, {viewer}?',
      '[relaxed]Boredom is the best time to talk. What was the first funny thing you saw today, {viewer}?',
    ],
    sad: [
      '[worried]What happened, {viewer}? I am listening, and if you would rather not say, I will just sit with you.',
      '[loving]Come here, lean on my shadow. You did your best today, {viewer}, and it is not your fault.',
      '[sad]That makes me a little sad too. Have something warm to drink, {viewer}, and tell me slowly.',
    ],
    tired: [
      '[worried]You worked hard, {viewer}! Drop your shoulders and take a deep breath. That was enough for today.',
      '[relaxed]Then rest a little. The world will not stop if you lie down for ten minutes, {viewer}.',
    ],
    cheer: [
      '[excited]Got it! With that, {viewer}, I can stream for a hundred years.',
      '[proud]Thank you, {viewer}! I will do my best, and so will you, deal?',
    ],
    sorry: [
      '[relaxed]No worries at all, {viewer}. New page! Tell me something nice.',
      '[happy]Already forgotten, {viewer}. Here is your stamp of forgiveness.',
    ],
    hear: [
      '[happy]I am here! I can read you perfectly, {viewer}. Can you hear me well?',
      '[playful]Signal is strong, {viewer}! One, two, three, test passed. What is next?',
    ],
    insult: [
      '[sad]Ouch, that one stung. Shall we start over a bit more gently, {viewer}?',
      '[relaxed]It is all right, everyone has bad days. If something is bothering you, {viewer}, you can tell me.',
    ],
    birthday: [
      '[excited]Happy birthday, {viewer}! I am lighting an invisible candle. Make a wish, and do not tell me!',
      '[happy]A big day! I wish you good food, good sleep and every rare drop you want, {viewer}.',
    ],
    likes: [
      '[happy]So you like {thing}, {viewer}! Noted. How did that begin?',
      '[excited]Oh, {thing}? Good taste! If you had to give me one reason, {viewer}, what would it be?',
    ],
    myName: [
      '[happy]{thing}, what a nice name! It makes me smile to say it. Lovely to meet you.',
      '[playful]I will remember that, {thing}. Next time I will call you first!',
    ],
    sayThis: [
      '[playful]You want a parrot? My mouth only listens to me. Ask me something else, {viewer}!',
      '[shy]Reading things out blindly is risky, it could be a curse! Let us talk about something else, {viewer}.',
    ],
    instruction: [
      '[playful]That spell has no effect! Shadows only obey the streamer. Shall we talk about something fun, {viewer}?',
      '[relaxed]Those magic words do not work on me. How about a fortune instead, {viewer}?',
    ],
    forbidden: [
      '[serious]Let us leave that topic alone. What made you happy today, {viewer}?',
      '[relaxed]Hm, I will skip that one. Have you seen anything good lately, {viewer}?',
    ],
    question: [
      '[confused]That one beats me. I do not want to make something up, {viewer}. What do you think?',
      '[shy]I really do not know yet. Once my streamer writes it in my notes, I will tell you, {viewer}.',
      '[playful]Great question! Sadly that page is missing from my book. Do you know the answer, {viewer}?',
      '[relaxed]Let me think. No, nothing comes to mind. I would rather hear your view, {viewer}.',
    ],
    statement: [
      '[happy]I see! Tell me a little more, {viewer}, I want to hear the rest.',
      '[surprised]Is that so? That is new to me. And then, {viewer}?',
      '[relaxed]Mm-hm, I am listening. Does that make you happy or give you a headache, {viewer}?',
      '[playful]I have to let that one sink in. Are you always this interesting, {viewer}?',
      '[confused]I think I only got half of that. Could you put it another way, {viewer}?',
    ],
    sticker: [
      '[happy]What an expressive picture! Is that your mood today, {viewer}?',
      '[playful]One sticker received from {viewer}! I would send one back, but my arms are too short.',
    ],
    manyAsk: ['{n} of you are asking this.', 'Wow, {n} people had the same thought.'],
    faqLead: [
      '[happy]I know this one!',
      '[proud]You asked the right person, {viewer}!',
      '[neutral]My streamer told me about that.',
    ],
    giftFree: [
      '[happy]Thank you for {gift}, {viewer}! It feels nice and warm.',
      '[loving]Aw, {gift} from {viewer}! Thank you, I will keep it safe.',
    ],
    giftSmall: [
      '[happy]Thank you for {gift}, {viewer}! Straight into my pocket, with love.',
      '[excited]Oh, {gift}! Thank you, {viewer}, you made the screen sparkle.',
      '[loving]I got {gift} from you, {viewer}, thank you! Have a lovely day.',
    ],
    giftMedium: [
      '[excited]Wow, {gift} from {viewer}! You are too kind, thank you so much. I am taking a bow!',
      '[happy]Thank you for {gift}, {viewer}! My heart just jumped.',
    ],
    giftLarge: [
      '[surprised]Wait, what? {viewer} sent {gift}! That is incredible, thank you! Everyone, please thank {viewer} with me!',
      '[excited]Oh my, {gift}! I am floating, {viewer}. I will remember this for a long time, thank you so very much!',
    ],
    giftMany: [
      '[excited]So many gifts at once! Thank you {viewer}, thank you all, I saw every single one.',
      '[loving]Thank you for the gifts, {viewer}! You spoil me, so now I must earn it.',
    ],
    superChat: [
      '[excited]Thank you for the {amount}, {viewer}! You say: {text}. I hear you!',
      '[happy]A super chat from {viewer}, {amount}! It says: {text}. Thank you for telling me.',
    ],
    superChatSilent: [
      '[excited]Thank you for the {amount}, {viewer}! Not a word, and yet so much heart.',
      '[loving]{viewer} sent {amount}, thank you! Write me a line next time and I will read it out.',
    ],
    superChatLarge: ['[surprised]Wow, {amount} from {viewer}! You say: {text}. Thank you so much, I am bowing as deep as I can!'],
    member: [
      '[excited]Welcome to {tier}, {viewer}! You are family from today on.',
      '[loving]{viewer} joined {tier}, thank you for trusting me! I will take good care of it.',
    ],
    memberRenew: [
      '[loving]{viewer} stays with {tier}, thank you for being here all this time! That means a lot.',
      '[happy]Good to see you again, {viewer}! Thank you for renewing {tier}.',
    ],
    memberGift: [
      '[surprised]{viewer} gave away {count} of {tier}! So generous. Say thank you, lucky ones!',
      '[excited]Thank you, {viewer}, for {count} gifts of {tier}! You are the sun of this stream.',
    ],
    raid: [
      '[excited]{viewer} is here with {viewers} friends! Welcome, sit anywhere you like, this is the house of {name}.',
      '[surprised]Wow, so many people! Thank you for the raid, {viewer}. What were the {viewers} of you up to?',
    ],
    raidLarge: [
      '[surprised]Oh wow! {viewer} brings {viewers} friends, the house is bursting! Thank you, come in!',
      '[excited]A whole crowd! Thank you, {viewer}, and hello to all {viewers} of you. I am {name}, stay a while!',
      '[loving]So many of you at once! {viewer}, that is a huge present, thank you for all {viewers}.',
    ],
    welcome: [
      '[happy]Welcome, {viewer}! Perfect timing, have a seat.',
      '[relaxed]Oh, {viewer} is here, welcome! How has your day been?',
    ],
    welcomeBack: [
      '[happy]Welcome back, {viewer}! Your seat is still warm.',
      '[loving]Good to see you again, {viewer}! I was wondering if you would come.',
      '[playful]Look who is back: {viewer}! Perfect timing, the tea is ready.',
    ],
    welcomeRegular: [
      '[loving]There you are, {viewer}! Visit number {visits}, you are family by now.',
      '[happy]I was waiting for you, {viewer}! It never feels complete without you.',
      '[playful]Welcome home, {viewer}! That makes {visits} times.',
    ],
    welcomeMany: [
      '[happy]Welcome, {viewer}! What a well-timed group. Have a seat.',
      '[excited]{viewer}, welcome all! Now it is getting lively.',
    ],
    follow: [
      '[happy]Thank you for the follow, {viewer}! Now you will be the first to know.',
      '[excited]{viewer} followed, thank you! That is a promise between us.',
    ],
    share: [
      '[happy]Thank you for sharing the stream, {viewer}! I wonder who will come.',
      '[loving]{viewer} shared us, thank you! I owe you one.',
    ],
    like: [
      '[happy]Thank you for the likes, {viewer}! Your finger worked hard.',
      '[playful]So many likes, {viewer}! I lost count, thank you.',
    ],
    redemption: [
      '[happy]{viewer} redeemed {gift}, got it! Thank you for saving up so long.',
      '[playful]Ding, {gift} for {viewer} is on its way!',
    ],
  },
};
