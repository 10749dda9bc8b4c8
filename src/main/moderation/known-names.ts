import type { ViewerEvent } from '#shared/live/live-event.ts';
import { foldText } from './text/fold.ts';

/** Names of the streamer and the moderators as they were seen in the rooms, so that nobody can borrow one. */
export interface KnownNames {
  note(event: ViewerEvent): void;
  /** Whether a viewer goes by a name that looks like one of theirs. */
  isBorrowedBy(event: ViewerEvent): boolean;
}

const KEPT = 500;
const LEAST_LENGTH = 2;

export function createKnownNames(): KnownNames {
  /** By platform and look; the id of the one whose name it is. */
  const owners = new Map<string, string>();
  return {
    note({ platform, user }) {
      if (user.id === null || user.masked || !hasRights(user.roles)) return;
      const look = looksOf(user.name);
      if (look.length < LEAST_LENGTH) return;
      const key = `${platform}:${look}`;
      owners.delete(key);
      owners.set(key, user.id);
      if (owners.size > KEPT) owners.delete(owners.keys().next().value ?? '');
    },
    isBorrowedBy({ platform, user }) {
      if (owners.size === 0 || user.masked || hasRights(user.roles)) return false;
      const owner = owners.get(`${platform}:${looksOf(user.name)}`);
      return owner !== undefined && owner !== user.id;
    },
  };
}

export function hasRights(roles: readonly string[]): boolean {
  return roles.includes('owner') || roles.includes('moderator');
}

/** What two names have in common that look alike: letters only, 1 and I as l, 0 as o. */
function looksOf(name: string): string {
  return foldText(name)
    .text.replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/[1i]/gu, 'l')
    .replace(/0/gu, 'o');
}
