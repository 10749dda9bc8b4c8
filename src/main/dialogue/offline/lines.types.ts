/**
 * What the offline persona can say. Placeholders: {viewer} {name} {time} {date} {text} {gift} {count} {amount} {tier} {months} {viewers}
 * {thing} {n} {fortune} {hello} {visits}. Each line begins with an emotion tag; its first sentence is short, so that the voice begins early.
 */
export const LINE_KEYS = [
  'greeting',
  'goodnight',
  'goodbye',
  'whoAreYou',
  'areYouAi',
  'howAreYou',
  'compliment',
  'love',
  'thanks',
  'laugh',
  'sing',
  'dance',
  'joke',
  'fortune',
  'whatTime',
  'whatDate',
  'age',
  'food',
  'hobby',
  'game',
  'weather',
  'abilities',
  'bored',
  'sad',
  'tired',
  'cheer',
  'sorry',
  'hear',
  'insult',
  'birthday',
  'likes',
  'myName',
  'sayThis',
  'instruction',
  'forbidden',
  'question',
  'statement',
  'sticker',
  'manyAsk',
  'faqLead',
  'giftFree',
  'giftSmall',
  'giftMedium',
  'giftLarge',
  'giftMany',
  'superChat',
  'superChatSilent',
  'superChatLarge',
  'member',
  'memberRenew',
  'memberGift',
  'raid',
  'raidLarge',
  'welcome',
  'welcomeBack',
  'welcomeRegular',
  'welcomeMany',
  'follow',
  'share',
  'like',
  'redemption',
] as const;
export type LineKey = (typeof LINE_KEYS)[number];

/** Messages are tried against the patterns in order; the first that fits names the line. */
export interface Phrasebook {
  readonly lines: Readonly<Record<LineKey, readonly string[]>>;
  readonly intents: readonly (readonly [LineKey, RegExp])[];
  /** At the start of a message, taken off before the rest is looked at. */
  readonly helloPrefix: RegExp;
  readonly isQuestion: RegExp;
  readonly fortunes: readonly string[];
  /** Stands for a viewer without a name. */
  readonly someone: string;
  readonly locale: string;
  /** Greeting by the hour, 0 … 23. */
  hello(hour: number): string;
  joinNames(names: readonly string[], more: number): string;
}
