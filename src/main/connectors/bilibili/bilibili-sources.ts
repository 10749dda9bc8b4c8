import type { SourcePlanner, SourceWishes } from '../connector.ts';
import type { OpenSigner } from './open/open-api.ts';
import type { OpenOptions } from './open/open-connector.ts';

/** The open platform: the usual way to read a Bilibili room. */
export const bilibiliOpenSource: SourcePlanner = (wishes) => {
  const options = openOptionsFrom(wishes);
  if (options === undefined) return [];
  return [
    {
      id: 'bilibili-open',
      key: JSON.stringify(options),
      target: options.signer.kind === 'own' ? `#${options.appId}` : hostOf(options.signer.relayUrl),
      create: async (context) => (await import('./open/open-connector.ts')).createOpenConnector(options, context),
    },
  ];
};

/** The web room: only with the streamer's consent. Beside the open platform it tells what that lacks. */
export const bilibiliWebSource: SourcePlanner = (wishes) => {
  const { enabled, consent, room, ...addresses } = wishes.settings.bilibiliWeb;
  const number = roomNumberFrom(room);
  if (!enabled || !consent || number === undefined) return [];
  const options = {
    ...addresses,
    room: number,
    cookie: wishes.secret('bilibili.cookie') ?? '',
    share: openOptionsFrom(wishes) === undefined ? ('everything' as const) : ('beside-open' as const),
  };
  return [
    {
      id: 'bilibili-web',
      key: JSON.stringify(options),
      target: number,
      create: async (context) => (await import('./web/web-connector.ts')).createWebConnector(options, context),
    },
  ];
};

/** Undefined while it is off or something is not filled in. */
function openOptionsFrom({ settings: { bilibiliOpen }, secret }: SourceWishes): OpenOptions | undefined {
  const identityCode = (secret('bilibili.identityCode') ?? '').trim().toUpperCase();
  const appId = bilibiliOpen.appId.trim();
  if (!bilibiliOpen.enabled || identityCode === '' || !/^\d{0,19}$/u.test(appId)) return undefined;
  const signer = bilibiliOpen.signing === 'own' ? ownKeys(bilibiliOpen.apiUrl, secret) : relay(bilibiliOpen.relayUrl, secret);
  if (signer === undefined || (signer.kind === 'own' && appId === '')) return undefined;
  return { signer, identityCode, appId };
}

function ownKeys(apiUrl: string, secret: SourceWishes['secret']): OpenSigner | undefined {
  const accessKeyId = (secret('bilibili.accessKeyId') ?? '').trim();
  const accessKeySecret = (secret('bilibili.accessKeySecret') ?? '').trim();
  return accessKeyId === '' || accessKeySecret === '' ? undefined : { kind: 'own', apiUrl, accessKeyId, accessKeySecret };
}

function relay(relayUrl: string, secret: SourceWishes['secret']): OpenSigner | undefined {
  return relayUrl.trim() === '' ? undefined : { kind: 'relay', relayUrl, token: (secret('bilibili.relayToken') ?? '').trim() };
}

/** "https://live.bilibili.com/123?x" and "123" are one room. */
export function roomNumberFrom(text: string): string | undefined {
  return /^(?:(?:https?:\/\/)?live\.bilibili\.com\/(?:h5\/|blanc\/)?)?(\d{1,15})(?:[/?#].*)?$/u.exec(text.trim())?.[1];
}

function hostOf(address: string): string {
  try {
    return new URL(address).host;
  } catch {
    return address;
  }
}
