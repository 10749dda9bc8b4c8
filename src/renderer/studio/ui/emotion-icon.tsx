import {
  IconMoodAngry,
  IconMoodConfused,
  IconMoodCrazyHappy,
  IconMoodEmpty,
  IconMoodHappy,
  IconMoodHeart,
  IconMoodNervous,
  IconMoodNeutral,
  IconMoodPuzzled,
  IconMoodSad,
  IconMoodSick,
  IconMoodSmile,
  IconMoodSmileBeam,
  IconMoodSurprised,
  IconMoodTongueWink,
  IconMoodWrrr,
  IconZzz,
} from '@tabler/icons-react';
import type { Emotion } from '#shared/speech/emotion.ts';

const ICONS = {
  neutral: IconMoodNeutral,
  happy: IconMoodHappy,
  excited: IconMoodCrazyHappy,
  playful: IconMoodTongueWink,
  loving: IconMoodHeart,
  proud: IconMoodSmileBeam,
  relaxed: IconMoodSmile,
  shy: IconMoodPuzzled,
  surprised: IconMoodSurprised,
  confused: IconMoodConfused,
  worried: IconMoodNervous,
  sad: IconMoodSad,
  tired: IconZzz,
  scared: IconMoodWrrr,
  angry: IconMoodAngry,
  disgusted: IconMoodSick,
  serious: IconMoodEmpty,
} as const satisfies Record<Emotion, unknown>;

export function EmotionIcon({ emotion, size }: { readonly emotion: Emotion; readonly size: string }) {
  const Icon = ICONS[emotion];
  return <Icon size={size} stroke={1.7} aria-hidden />;
}
