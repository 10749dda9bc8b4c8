import { z } from 'zod';
import type { ObsLink } from '#main/obs/obs.types.ts';
import type { Clock } from '#main/platform/host.ts';

/** Per channel: magnitude, peak, peak before the fader; multipliers. */
const meterWire = z.object({ inputName: z.string(), inputLevelsMul: z.array(z.array(z.number())) });
const EVERY_MS = 100;

/** OBS sends levels twenty times a second for as long as anybody listens here; they are handed on ten times, each the loudest since the last. */
export function listenToMeters(link: ObsLink, clock: Clock, listener: (levels: ReadonlyMap<string, number>) => void): () => void {
  let loudest = new Map<string, number>();
  let toldAtMs = 0;
  const unlisten = link.on('InputVolumeMeters', ({ inputs }) => {
    for (const input of inputs) {
      const meter = meterWire.safeParse(input);
      if (!meter.success) continue;
      const { inputName, inputLevelsMul } = meter.data;
      const peak = Math.max(0, ...inputLevelsMul.map(([, channelPeak]) => channelPeak ?? 0));
      const db = peak <= 0 ? -100 : Math.max(-100, Math.min(0, 20 * Math.log10(peak)));
      loudest.set(inputName, Math.max(db, loudest.get(inputName) ?? -100));
    }
    const nowMs = clock.now();
    if (nowMs - toldAtMs < EVERY_MS) return;
    toldAtMs = nowMs;
    listener(loudest);
    loudest = new Map();
  });
  const unwant = link.want('volume-meters');
  return () => {
    unlisten();
    unwant();
  };
}
