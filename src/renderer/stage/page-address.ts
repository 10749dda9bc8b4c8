import { type StageKind, stageKindSchema } from '#shared/stage/stage-protocol.ts';

declare global {
  interface Window {
    /** OBS's browser source announces itself so. */
    readonly obsstudio?: unknown;
  }
}

/** What the page learns from where it is: `/stage/?token=…[&kind=preview|window]`. */
export interface PageAddress {
  readonly socketUrl: string;
  readonly kind: StageKind;
}

export function readPageAddress(location: Location, insideObs: boolean): PageAddress {
  const query = new URLSearchParams(location.search);
  const asked = stageKindSchema.safeParse(query.get('kind'));
  const kind = insideObs ? 'obs' : asked.success ? asked.data : 'browser';
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return { kind, socketUrl: `${scheme}://${location.host}/ws/stage?token=${encodeURIComponent(query.get('token') ?? '')}` };
}
