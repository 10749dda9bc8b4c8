import type { SourcePlanner } from '../connector.ts';
import { loadTiktokAddon } from './tiktok-addon.ts';

/** A TikTok live, by an add-on that the user installs, and only with consent: a third party's server is told the user name. */
export const tiktokSource: SourcePlanner = ({ settings: { tiktok }, dataDir }) =>
  tiktok.enabled && tiktok.consent && tiktok.user.trim() !== ''
    ? [
        {
          id: 'tiktok',
          key: JSON.stringify(tiktok),
          target: tiktok.user,
          async create(context) {
            const { createTiktokConnector } = await import('./tiktok-connector.ts');
            return createTiktokConnector({ user: tiktok.user, loadAddon: () => loadTiktokAddon(dataDir) }, context);
          },
        },
      ]
    : [];
