import type { StageAvatar, StageKind } from '#shared/stage/stage-protocol.ts';

declare global {
  interface Window {
    /** OBS's browser source announces itself so. */
    readonly obsstudio?: unknown;
  }
}

/** What the page learns from where it is: `/stage/?token=…[&kind=preview|window][&avatar=cohost][&captions=off]`. */
export interface PageAddress {
  readonly socketUrl: string;
  readonly kind: StageKind;
  readonly avatar: StageAvatar;
  /** Off where an overlay beside it shows them. */
  readonly captions: boolean;
}

const OWN_KINDS: readonly StageKind[] = ['obs', 'window', 'browser', 'preview'];

export function readPageAddress(location: Location, insideObs: boolean): PageAddress {
  const query = new URLSearchParams(location.search);
  const asked = query.get('kind');
  const kind = insideObs ? 'obs' : (OWN_KINDS.find((each) => each === asked) ?? 'browser');
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socketUrl = `${scheme}://${location.host}/ws/stage?token=${encodeURIComponent(query.get('token') ?? '')}`;
  const avatar = query.get('avatar') === 'cohost' ? 'cohost' : 'main';
  return { kind, avatar, socketUrl, captions: query.get('captions') !== 'off' };
}
