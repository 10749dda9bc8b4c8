import type { HealthReport } from '#shared/health.ts';
import type { ConnectedStage } from './connected-stage.ts';

/** What the streamer should know of the stages as a whole. */
export function healthOfStages(connected: readonly ConnectedStage[], sounding: ConnectedStage | undefined): HealthReport {
  // A page of captions shows nothing of her.
  const stages = connected.filter(({ kind }) => kind !== 'captions');
  if (stages.length === 0)
    return {
      status: 'degraded',
      reason: 'no-stage',
      message: 'No stage is open. Open the stage window or add the stage address to OBS as a browser source.',
    };
  if (sounding === undefined)
    return {
      status: 'degraded',
      reason: 'no-sound',
      message: 'No stage may play sound. Click once on the stage page, or use the stage window or OBS.',
    };
  const broken = stages.find((stage) => stage.stats?.avatar.status === 'failed');
  if (broken === undefined) return { status: 'ready' };
  return {
    status: 'degraded',
    reason: 'avatar-failed',
    message: broken.stats?.avatar.message ?? 'The avatar could not be drawn.',
  };
}
