import type { HealthReport } from '#shared/health.ts';
import type { CaptureState } from '#shared/hearing/capture-protocol.ts';

/** What is wrong with the microphone and what to do, in plain English; '' when sound comes. */
export function captureProblem(state: CaptureState | null): string {
  switch (state) {
    case null:
      return 'No studio page is open that could use the microphone. Open the studio, or reload its page.';
    case 'starting':
      return '';
    case 'capturing':
      return '';
    case 'suspended':
      return 'The browser holds the microphone back until somebody clicks into the studio page. Click anywhere in it.';
    case 'refused':
      return 'The microphone was refused. Allow it for the studio page in the browser or in the system settings, then switch her ears off and on.';
    case 'no-device':
      return 'There is no microphone. Plug one in, or choose another on the Ears page.';
    case 'lost':
      return 'The microphone was unplugged or another program took it. Plug it in again, or choose another on the Ears page.';
    case 'failed':
      return 'The microphone could not be opened. Close other programs that use it, then switch her ears off and on.';
  }
}

export function microphoneHealth(enabled: boolean, state: CaptureState | null, device: string): HealthReport {
  if (!enabled) return { status: 'off' };
  if (state === 'capturing') return { status: 'ready', message: device };
  if (state === 'starting') return { status: 'connecting' };
  return {
    status: state === null || state === 'suspended' ? 'degraded' : 'failed',
    reason: state === null ? 'microphone-no-page' : `microphone-${state}`,
    message: captureProblem(state),
  };
}

export function hearingHealth(enabled: boolean, detectorProblem: string, recognizerProblem: string): HealthReport {
  if (!enabled) return { status: 'off' };
  if (detectorProblem !== '') return { status: 'degraded', reason: 'hearing-detector', message: detectorProblem };
  if (recognizerProblem !== '') return { status: 'degraded', reason: 'hearing-recognizer', message: recognizerProblem };
  return { status: 'ready' };
}
