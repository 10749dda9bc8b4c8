/** What simulated viewers write in one language. */
export interface PracticeLines {
  readonly names: readonly string[];
  /** Said to nobody or to all. */
  readonly smallTalk: readonly string[];
  /** Asked of her. */
  readonly questions: readonly string[];
  readonly greetings: readonly string[];
  /** Short and many at once. */
  readonly cheers: readonly string[];
  /** With money. */
  readonly superChats: readonly string[];
  readonly spam: readonly string[];
  /** Copied by many, letter by letter. */
  readonly copied: readonly string[];
  readonly gifts: readonly { readonly id: string; readonly name: string; readonly micros: number }[];
  readonly currency: string;
  readonly memberTier: string;
}
