import type { Connector, ConnectorContext, SourcePlanner } from '../connector.ts';
import { createDataApiRoute } from './data-api-route.ts';
import { createInnertubeRoute } from './innertube-route.ts';
import { targetFrom } from './video-target.ts';
import { createYoutubeConnector } from './youtube-connector.ts';

/** A YouTube broadcast's chat: without a key, or by the official API. */
export const youtubeSource: SourcePlanner = ({ settings: { youtube }, secret }) => {
  if (!youtube.enabled || youtube.video.trim() === '') return [];
  const apiKey = youtube.route === 'data-api' ? (secret('youtube.apiKey') ?? '') : '';
  return [
    {
      id: 'youtube',
      key: JSON.stringify([youtube, apiKey]),
      target: youtube.video,
      create(context) {
        const target = targetFrom(youtube.video);
        if (target === undefined)
          return createHopeless(
            context,
            'youtube-bad-target',
            `"${youtube.video}" is no YouTube address: enter the broadcast's, the channel's, or an @handle.`,
          );
        if (youtube.route === 'data-api' && apiKey === '')
          return createHopeless(
            context,
            'youtube-no-key',
            'The official way needs an API key: enter it, or choose the way without one.',
          );
        const { clock, logger } = context;
        const shared = { target, clock, logger };
        return createYoutubeConnector(
          {
            target: youtube.video,
            createRoute: (errors) =>
              youtube.route === 'data-api'
                ? createDataApiRoute({ ...shared, apiKey, apiUrl: youtube.apiUrl, errors })
                : createInnertubeRoute({ ...shared, region: youtube.region, fetch: globalThis.fetch, errors }),
          },
          context,
        );
      },
    },
  ];
};

/** Cannot begin as the settings are; only says so. */
function createHopeless({ report }: ConnectorContext, reason: string, message: string): Connector {
  return {
    errors: {},
    start: () => report({ status: 'failed', reason, message }),
    async close() {},
  };
}
