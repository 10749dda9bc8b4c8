import type { Connector, ConnectorContext, SourceWishes } from '../connector.ts';
import { createDataApiRoute } from './data-api-route.ts';
import { createGoogleAuth } from './google-auth.ts';
import { createInnertubeRoute } from './innertube-route.ts';
import { ownSignIn } from './own-sign-in.ts';
import { targetFrom } from './video-target.ts';
import { createYoutubeConnector, type YoutubeConnectorOptions } from './youtube-connector.ts';
import { createYoutubeWriter } from './youtube-writer.ts';

export function createYoutubeBySettings(wishes: SourceWishes, context: ConnectorContext): Connector {
  const {
    settings: { youtube },
    secret,
  } = wishes;
  const apiKey = youtube.route === 'data-api' ? (secret('youtube.apiKey') ?? '') : '';
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
      usesUnits: youtube.route === 'data-api' || ownSignIn(wishes) !== undefined,
      createRoute: (errors, units) =>
        youtube.route === 'data-api'
          ? createDataApiRoute({ ...shared, apiKey, apiUrl: youtube.apiUrl, errors, units })
          : createInnertubeRoute({ ...shared, region: youtube.region, fetch: globalThis.fetch, errors }),
      ...writing(wishes, context),
    },
    context,
  );
}

function writing(wishes: SourceWishes, { clock, logger }: ConnectorContext): Pick<YoutubeConnectorOptions, 'createWriter'> {
  const record = ownSignIn(wishes);
  if (record === undefined) return {};
  const { secret, keepSecret, settings } = wishes;
  const { apiUrl, writing: ours } = settings.youtube;
  const clientSecret = secret('youtube.clientSecret') ?? '';
  return {
    createWriter: (units, onOver) =>
      createYoutubeWriter({
        record,
        auth: createGoogleAuth({ clientId: record.clientId, clientSecret, authUrl: ours.authUrl, apiUrl, clock }),
        apiUrl,
        dailyLines: ours.dailyLines,
        units,
        read: () => secret('youtube.signIn'),
        keep: (value) => keepSecret('youtube.signIn', value),
        onOver,
        clock,
        logger,
      }),
  };
}

/** Cannot begin as the settings are; only says so. */
function createHopeless({ report }: ConnectorContext, reason: string, message: string): Connector {
  return {
    errors: {},
    start: () => report({ status: 'failed', reason, message }),
    async close() {},
  };
}
