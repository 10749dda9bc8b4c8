import type { LiveUser } from '#shared/live/live-event.ts';
import type { CommandAudience } from './command.ts';

/** Whether a viewer is at least `who`. */
export function mayUse(who: CommandAudience, { roles, guardLevel = 0 }: Pick<LiveUser, 'roles' | 'guardLevel'>): boolean {
  const isOwner = roles.includes('owner');
  const isModerator = isOwner || roles.includes('moderator');
  switch (who) {
    case 'everyone':
      return true;
    case 'members':
      return isModerator || guardLevel > 0 || roles.includes('member') || roles.includes('vip');
    case 'moderators':
      return isModerator;
    case 'owner':
      return isOwner;
  }
}
