import { silentLogger } from '#main/platform/logger.ts';
import type { Prize } from '#shared/audience/games.ts';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import type { AudienceBook } from '../audience.types.ts';
import type { Asker } from '../commands/command.types.ts';
import { createGames } from './games.ts';

/** Games on a book, with a clock that stands still and seeds that are known. */
export function playGames(book: AudienceBook, clock = createFakeClock()) {
  const said: string[] = [];
  let seeds = 0;
  const games = createGames({
    book,
    clock,
    logger: silentLogger,
    newSeed: () => (seeds++).toString(16).padStart(64, '0'),
    announce: (text) => said.push(text),
    language: () => 'en',
    pointsName: () => '',
  });
  return { games, clock, said };
}

let events = 0;
export const asker = (viewerKey: string, eventId = `twitch:event-${++events}`): Asker => ({
  viewerKey,
  name: viewerKey.split(':')[1] ?? viewerKey,
  eventId,
  language: 'en',
});

export const prize = (id: string, more: Partial<Prize> = {}): Prize => ({
  id,
  name: id,
  kind: 'item',
  points: 0,
  picture: '',
  enabled: true,
  stock: null,
  chance: 1000,
  from: null,
  until: null,
  oncePerViewer: false,
  ...more,
});
