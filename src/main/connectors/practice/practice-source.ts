import type { SourcePlanner } from '../connector.ts';

/** The practice room: simulated viewers. */
export const practiceSource: SourcePlanner = ({ settings: { practice } }) =>
  practice.enabled
    ? [
        {
          id: 'practice',
          key: JSON.stringify(practice),
          target: practice.intensity,
          create: async (context) => (await import('./practice-room.ts')).createPracticeRoom(practice, context),
        },
      ]
    : [];
