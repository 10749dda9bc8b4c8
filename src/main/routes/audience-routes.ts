import type { AudienceDesk } from '#main/audience/audience-desk.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import { StudioError } from '#shared/errors.ts';
import type { StudioImplementer } from './implementer.types.ts';

const OK = { ok: true } as const;
const CHANGES_EVERY_MS = 2000;

export function audienceRoutes(os: StudioImplementer, desk: AudienceDesk, pause: Pause) {
  const { audience } = os;
  return audience.router({
    watchChanges: audience.watchChanges.handler(({ signal }) =>
      watchCell(desk.changes, { signal: present(signal), pause, minIntervalMs: CHANGES_EVERY_MS }),
    ),
    viewers: audience.viewers.handler(async ({ input }) => ({ viewers: [...(await desk.viewers(input))] })),
    viewer: audience.viewer.handler(async ({ input }) =>
      found(await desk.card(input.viewerKey), `Nobody with the key ${input.viewerKey} is in the book.`),
    ),
    journal: audience.journal.handler(async ({ input }) => ({ lines: [...(await desk.journal(input))] })),
    ranking: audience.ranking.handler(async ({ input }) => ({ viewers: [...(await desk.ranking(input.limit))] })),
    merge: audience.merge.handler(async ({ input }) => ({ before: [...(await desk.merge(input.into, input.other))] })),
    split: audience.split.handler(async ({ input }) => ({ before: [...(await desk.split(input.account))] })),
    relink: audience.relink.handler(({ input }) => desk.relink(input.links).then(() => OK)),
    forget: audience.forget.handler(({ input }) => desk.forget(input.viewerKey, input.points).then(() => OK)),
    setConsent: audience.setConsent.handler(({ input }) => desk.setConsent(input.viewerKey, input.consent).then(() => OK)),
    addNote: audience.addNote.handler(({ input }) => desk.addNote(input.viewerKey, input.text).then(() => OK)),
    editNote: audience.editNote.handler(({ input }) => desk.editNote(input.viewerKey, input.note, input.text).then(() => OK)),
    dropNote: audience.dropNote.handler(({ input }) => desk.dropNote(input.viewerKey, input.note).then(() => OK)),
    grant: audience.grant.handler(({ input }) => desk.grant(input.viewerKey, input.points, input.note)),
    undo: audience.undo.handler(({ input }) => desk.undo(input.eventId, input.reason).then(() => OK)),
    resetPoints: audience.resetPoints.handler(({ input }) => desk.resetPoints(input.note)),
    shows: audience.shows.handler(async ({ input }) => ({ shows: [...(await desk.shows(input.limit))] })),
    show: audience.show.handler(async ({ input }) => found(await desk.show(input.id), 'There is no such show in the book.')),
  });
}

function found<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new StudioError('not-found', message);
  return value;
}
