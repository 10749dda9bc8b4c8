import type { ObsLink } from '#main/obs/obs.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { ObsSnapshot } from './obs-snapshot.types.ts';
import type { Problem } from './run-deeds.ts';
import { CAPTURE_KINDS } from './wanted-input.ts';

/** OBS's "there is no picture (yet)". */
const NO_PICTURE = 702;
/** A capture that begins takes a moment until its first picture. */
const TRIES = 16;
const EVERY_MS = 250;

/**
 * Captures of the stage that are on air and stay without a picture: the system keeps windows from OBS (no permission, a driver that cannot share them, a
 * window that is minimised). OBS itself says nothing of it. What is not shown captures nothing, and is not asked.
 */
export async function blackCaptures(
  link: ObsLink,
  clock: Clock,
  { inputs }: ObsSnapshot,
  signal: AbortSignal,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { name, kind, mark } of inputs)
    if (mark !== undefined && CAPTURE_KINDS.has(kind) && (await staysBlack(name)))
      problems.push({
        doing: name,
        message:
          'OBS gets no picture of it. Keep the stage’s window open and not minimised, allow OBS to record the screen if your system asks, or choose to capture the whole screen.',
      });
  return problems;

  async function staysBlack(sourceName: string): Promise<boolean> {
    for (let tries = 0; tries < TRIES && !signal.aborted; tries += 1) {
      const [active, picture] = await link.batch(
        [
          { type: 'GetSourceActive', data: { sourceName } },
          { type: 'GetSourceScreenshot', data: { sourceName, imageFormat: 'jpg', imageWidth: 8 } },
        ],
        { signal },
      );
      if (active?.ok !== true || !isShown(active.data)) return false;
      if (picture?.ok !== false || picture.code !== NO_PICTURE) return false;
      await new Promise<void>((resolve) => clock.after(EVERY_MS, resolve));
    }
    return !signal.aborted;
  }
}

const isShown = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'videoActive' in answer && answer.videoActive === true;
