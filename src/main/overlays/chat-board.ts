import { z } from 'zod';
import { isViewerEvent, type LiveEvent, type RetractEvent } from '#shared/live/live-event.ts';
import { type ChatChange, type OverlayLine, overlayLineSchema } from '#shared/overlays/overlay-states.ts';
import { lineFromEvent } from './chat-line.ts';

/** A line with what a withdrawal may name it by. */
const keptLineSchema = z.object({
  line: overlayLineSchema,
  eventIds: z.array(z.string()),
  roomId: z.string(),
  userId: z.string().nullable(),
});
type KeptLine = z.infer<typeof keptLineSchema>;

/** The lines that a new page begins with, and what changes them. Bounded: the oldest give way. */
export interface ChatBoard {
  /** Undefined: it changes nothing. */
  take(event: LiveEvent): ChatChange | undefined;
  /** The picture of an emote has come: the lines that it stands in. */
  arrived(emote: string): ChatChange[];
  lines(): OverlayLine[];
  /** For the next run. */
  kept(): readonly KeptLine[];
}

export const KEPT_LINES = 60;
/** Events of one streak that are remembered by id. */
const STREAK_IDS = 50;

/** Address of an emote's picture; '': its name stands for it. */
export type PictureOf = (emote: string) => string;

/** `before`: what the last run kept; what cannot be read of it is left out. */
export function createChatBoard(before: readonly unknown[], pictureOf: PictureOf): ChatBoard {
  let kept: KeptLine[] = before.flatMap((one) => keptLineSchema.safeParse(one).data ?? []).slice(-KEPT_LINES);

  function retract(event: RetractEvent): ChatChange | undefined {
    const ids = new Set(event.targetIds ?? []);
    const isGone = ({ line, eventIds, roomId, userId }: KeptLine): boolean => {
      if (line.platform !== event.platform) return false;
      if (eventIds.some((id) => ids.has(id))) return true;
      if (event.targetUserId !== undefined) return userId === event.targetUserId;
      return event.all === true && roomId === event.roomId;
    };
    const gone = kept.filter(isGone).map(({ line }) => line.id);
    // Pages may still show lines that are older than what is kept here.
    const named = [...ids].filter((id) => !gone.includes(id));
    kept = kept.filter((one) => !isGone(one));
    return gone.length + named.length === 0 ? undefined : { type: 'gone', ids: [...gone, ...named].slice(0, 500) };
  }

  const pictured = (line: OverlayLine): OverlayLine =>
    line.pieces.length === 0
      ? line
      : {
          ...line,
          pieces: line.pieces.map((piece) => (piece.emote === '' ? piece : { ...piece, picture: pictureOf(piece.emote) })),
        };

  return {
    take(event) {
      if (event.kind === 'retract') return retract(event);
      const line = lineFromEvent(event);
      if (line === undefined || !isViewerEvent(event)) return undefined;
      const place = kept.findIndex((one) => one.line.id === line.id);
      const { roomId, user } = event;
      const eventIds = [...(kept[place]?.eventIds ?? []), event.id].slice(-STREAK_IDS);
      if (place >= 0) kept.splice(place, 1);
      kept.push({ line, eventIds, roomId, userId: user.id });
      if (kept.length > KEPT_LINES) kept.shift();
      return { type: 'line', line: pictured(line) };
    },
    arrived: (emote) =>
      kept.flatMap(({ line }) =>
        line.pieces.some((piece) => piece.emote === emote) ? [{ type: 'line' as const, line: pictured(line) }] : [],
      ),
    lines: () => kept.map(({ line }) => pictured(line)),
    kept: () => kept,
  };
}
