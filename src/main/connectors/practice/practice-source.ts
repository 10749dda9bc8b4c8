import type { SourcePlanner } from '../connector.ts';
import { createPracticeRoom } from './practice-room.ts';

/** The practice room: simulated viewers. */
export const practiceSource: SourcePlanner = ({ settings: { practice } }) =>
  practice.enabled
    ? [
        {
          id: 'practice',
          key: JSON.stringify(practice),
          target: practice.intensity,
          create: (context) => createPracticeRoom(practice, context),
        },
      ]
    : [];
