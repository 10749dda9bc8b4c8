import {
  IconBell,
  IconChartBar,
  IconClock,
  IconFlag,
  IconGift,
  IconId,
  IconMessages,
  IconMoodSmile,
  IconMusic,
  IconPhoto,
  IconQrcode,
  IconSubtitles,
  IconTrophy,
  IconWheel,
} from '@tabler/icons-react';
import type { WidgetId } from '#shared/overlays/overlay-list.ts';

export const WIDGET_ICONS: Readonly<Record<WidgetId, typeof IconBell>> = {
  captions: IconSubtitles,
  chat: IconMessages,
  alerts: IconBell,
  goals: IconFlag,
  songs: IconMusic,
  ranking: IconTrophy,
  wheel: IconWheel,
  lottery: IconGift,
  votes: IconChartBar,
  status: IconMoodSmile,
  cards: IconId,
  clock: IconClock,
  frame: IconPhoto,
  qr: IconQrcode,
};
