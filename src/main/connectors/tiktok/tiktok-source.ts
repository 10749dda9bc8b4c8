import type { SourcePlanner } from '../connector.ts';
import { loadTiktokAddon } from './tiktok-addon.ts';
import { createTiktokConnector } from './tiktok-connector.ts';

/** A TikTok live, by an add-on that the user installs, and only with consent: a third party's server is told the user name. */
export const tiktokSource: SourcePlanner = ({ settings: { tiktok }, dataDir }) =>
  tiktok.enabled && tiktok.consent && tiktok.user.trim() !== ''
    ? [
        {
          id: 'tiktok',
          key: JSON.stringify(tiktok),
          target: tiktok.user,
          create: (context) => createTiktokConnector({ user: tiktok.user, loadAddon: () => loadTiktokAddon(dataDir) }, context),
        },
      ]
    : [];
