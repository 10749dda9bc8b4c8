import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createSavedDocument, type SavedDocument } from '#main/platform/saved-document.ts';
import { type AutomationRule, RULE_LIMIT, ruleSchema } from '#shared/automation/rule.ts';
import { TIMELINE_LIMIT, type TimelineEntry, timelineEntrySchema } from '#shared/automation/timeline.ts';
import type { HealthReport } from '#shared/health.ts';
import { type KeptState, keptStateSchema, newKeptState } from './engine/state.ts';

/** Of a list, what is sound. */
const soundOnes = <T>(one: z.ZodType<T>, most: number) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((list) => list.flatMap((raw) => one.safeParse(raw).data ?? []).slice(-most));
const rulesSchema = z.object({ rules: soundOnes(ruleSchema, RULE_LIMIT) });
const shownSchema = z.object({ kept: keptStateSchema, timeline: soundOnes(timelineEntrySchema, TIMELINE_LIMIT) });

export interface AutomationStore {
  readonly rules: SavedDocument<{ rules: readonly AutomationRule[] }>;
  /** Cooldowns and timeline. */
  readonly show: SavedDocument<{ kept: KeptState; timeline: readonly TimelineEntry[] }>;
  close(): Promise<void>;
}

export function createAutomationStore(options: {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
  /** Of the generator, at the first start. */
  readonly seed: number;
}): AutomationStore {
  const { dataDir, clock, logger, report, seed } = options;
  const common = { version: 1, clock, logger, report, migrate: (document: Readonly<Record<string, unknown>>) => document };
  const rules = createSavedDocument<{ rules: readonly AutomationRule[] }>({
    ...common,
    file: join(dataDir, 'automation.json'),
    what: 'Automation rules',
    schema: rulesSchema,
    empty: { rules: [] },
  });
  const show = createSavedDocument<{ kept: KeptState; timeline: readonly TimelineEntry[] }>({
    ...common,
    file: join(dataDir, 'automation-show.json'),
    what: 'The timeline of automation',
    schema: shownSchema,
    empty: { kept: newKeptState(seed), timeline: [] },
  });
  return {
    rules,
    show,
    async close() {
      await Promise.allSettled([rules.close(), show.close()]);
    },
  };
}
