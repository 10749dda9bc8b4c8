import type { SourcePlanner } from '../connector.ts';
import { createDouyuConnector } from './douyu-connector.ts';

/** A Douyu room, read without an account. */
export const douyuSource: SourcePlanner = ({ settings: { douyu } }) =>
  douyu.enabled && douyu.room.trim() !== ''
    ? [
        {
          id: 'douyu',
          key: JSON.stringify(douyu),
          target: douyu.room,
          create: (context) => createDouyuConnector(douyu, context),
        },
      ]
    : [];
