import type { ViewerEvent } from '#shared/live/live-event.ts';

/**
 * The account behind an event, "<platform>:<id>"; undefined where the platform hides it: a masked name may be anybody's. The streamer's own voice and what
 * was said in another channel's chat belong to no viewer of this room.
 */
export function accountOf(event: ViewerEvent): string | undefined {
  const { user } = event;
  if (user.id === null || user.id === '' || user.masked || user.anonymous === true) return undefined;
  if (event.source === 'microphone' || (event.kind === 'chat' && event.mirrored === true)) return undefined;
  return `${event.platform}:${user.id}`;
}
