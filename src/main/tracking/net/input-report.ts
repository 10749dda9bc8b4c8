import type { Clock } from '#main/platform/host.ts';
import { SILENT_REPORT, type SourceReport, type SourceState } from '#shared/tracking/source-state.ts';
import type { MotionSourcePort } from '../tracking.types.ts';
import type { DecodedFacts } from './decoders/decoder.types.ts';

const EVERY_MS = 1000;

/** What an input says of itself: at once when its state changes, and once a second. */
export interface InputReport {
  readonly state: SourceState;
  set(state: SourceState, detail?: string): void;
  /** One sample was made, in so many ms. */
  sample(costMs: number, facts: DecodedFacts, sender: string): void;
  close(): void;
}

export function createInputReport(clock: Clock, port: MotionSourcePort, onSecond: () => void): InputReport {
  let report: SourceReport = { ...SILENT_REPORT, state: 'starting' };
  let costs: number[] = [];
  let since = clock.now();
  let cancel = clock.after(EVERY_MS, second);

  function second(): void {
    const seconds = Math.max(0.001, (clock.now() - since) / 1000);
    const sorted = costs.sort((a, b) => a - b);
    report = {
      ...report,
      framesPerSecond: costs.length === 0 ? (report.state === 'tracking' ? 0 : -1) : costs.length / seconds,
      costMs: sorted[sorted.length >> 1] ?? -1,
    };
    costs = [];
    since = clock.now();
    onSecond();
    port.report(report);
    cancel = clock.after(EVERY_MS, second);
  }

  return {
    get state() {
      return report.state;
    },
    set(state, detail = '') {
      if (state === report.state && detail === report.detail) return;
      report = { ...report, state, detail: detail.slice(0, 500) };
      port.report(report);
    },
    sample(costMs, facts, sender) {
      costs.push(costMs);
      const device = facts.device === '' ? sender : `${facts.device} (${sender})`;
      if (device !== report.device || facts.blendshapes !== report.blendshapes)
        report = { ...report, device, blendshapes: facts.blendshapes };
    },
    close: () => cancel(),
  };
}
