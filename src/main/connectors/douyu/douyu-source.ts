import type { SourcePlanner } from '../connector.ts';

/** A Douyu room, read without an account. */
export const douyuSource: SourcePlanner = ({ settings: { douyu } }) =>
  douyu.enabled && douyu.room.trim() !== ''
    ? [
        {
          id: 'douyu',
          key: JSON.stringify(douyu),
          target: douyu.room,
          create: async (context) => (await import('./douyu-connector.ts')).createDouyuConnector(douyu, context),
        },
      ]
    : [];
