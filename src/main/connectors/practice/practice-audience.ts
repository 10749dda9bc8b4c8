import type { LiveUser, Role } from '#shared/live/live-event.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { PracticeLines } from './lines.ts';
import { LINES_EN } from './lines-en.ts';
import { LINES_JA } from './lines-ja.ts';
import { LINES_ZH } from './lines-zh.ts';

/** One simulated viewer, who writes in one language. */
export interface PracticeAudienceMember {
  readonly user: LiveUser;
  readonly lines: PracticeLines;
}

const LINES: Readonly<Record<Language, PracticeLines>> = { zh: LINES_ZH, en: LINES_EN, ja: LINES_JA };
const COLORS = ['#e0603f', '#3f8fe0', '#3fae6a', '#a95fd0', '#d09a2b', '#2ba9b5'];

/** The whole room, the same each time. The first of each language moderates, some are members. */
export function practiceAudience(language: Language | 'mixed'): readonly PracticeAudienceMember[] {
  const languages: readonly Language[] = language === 'mixed' ? ['zh', 'en', 'ja'] : [language];
  return languages.flatMap((spoken) =>
    LINES[spoken].names.map((name, index) => ({
      lines: LINES[spoken],
      user: practiceUser(`${spoken}-${index}`, name, rolesOf(index), index),
    })),
  );
}

function rolesOf(index: number): Role[] {
  if (index === 0) return ['moderator'];
  if (index === 1) return ['vip'];
  return index % 5 === 0 ? ['member'] : [];
}

function practiceUser(id: string, name: string, roles: Role[], index: number): LiveUser {
  const color = COLORS[index % COLORS.length];
  return {
    id: `practice-${id}`,
    name,
    masked: false,
    roles,
    userLevel: 1 + ((index * 7) % 30),
    ...(color === undefined ? {} : { color }),
  };
}
