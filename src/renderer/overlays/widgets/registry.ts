import type { WidgetId } from '#shared/overlays/overlay-list.ts';
import type { CreateWidget } from '../widget.types.ts';

/** Each widget is a folder of its own, loaded when a page shows it. */
const loaders: { readonly [Id in WidgetId]: () => Promise<CreateWidget<Id>> } = {
  captions: async () => (await import('./captions/captions.ts')).createCaptions,
  chat: async () => (await import('./chat/chat.ts')).createChat,
  alerts: async () => (await import('./alerts/alerts.ts')).createAlerts,
  goals: async () => (await import('./goals/goals.ts')).createGoals,
  songs: async () => (await import('./songs/songs.ts')).createSongs,
  ranking: async () => (await import('./ranking/ranking.ts')).createRanking,
  wheel: async () => (await import('./wheel/wheel.ts')).createWheel,
  lottery: async () => (await import('./lottery/lottery.ts')).createLottery,
  votes: async () => (await import('./votes/votes.ts')).createVotes,
  status: async () => (await import('./status/status.ts')).createStatus,
  cards: async () => (await import('./cards/cards.ts')).createCards,
  clock: async () => (await import('./clock/clock.ts')).createClock,
  frame: async () => (await import('./frame/frame.ts')).createFrame,
  qr: async () => (await import('./qr/qr.ts')).createQr,
};

export function loadWidget<Id extends WidgetId>(id: Id): Promise<CreateWidget<Id>> {
  return loaders[id]();
}
