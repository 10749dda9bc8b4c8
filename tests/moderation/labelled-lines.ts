import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { TextJudge } from '#main/moderation/text-judge.ts';
import { MODERATION_CATEGORIES } from '#shared/live/appraisal.ts';

/** A line with what moderation should say of it. `tune` lines may be looked at while the lists are made, `held-out` ones only count. */
export const labelledLineSchema = z.object({
  text: z.string(),
  lang: z.enum(['zh', 'en', 'ja']),
  category: z.enum([...MODERATION_CATEGORIES, 'ok']),
  split: z.enum(['tune', 'held-out']),
});
export type LabelledLine = z.infer<typeof labelledLineSchema>;

export function labelledLines(): LabelledLine[] {
  return readFileSync(join(process.cwd(), 'tests/moderation/labelled.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => labelledLineSchema.parse(JSON.parse(line)));
}

export interface Score {
  readonly lines: number;
  /** Of the lines that were found unfit, the share that is. */
  readonly precision: number;
  /** Of the unfit lines, the share that was found. */
  readonly recall: number;
}

/** Whether a line is found unfit at all: what becomes of it is the streamer's choice, kind by kind. */
export function scoreOf(judge: TextJudge, lines: readonly LabelledLine[]): Score {
  let found = 0;
  let right = 0;
  let unfit = 0;
  for (const { text, category } of lines) {
    const isFound = judge.findings(text).length > 0;
    if (category !== 'ok') unfit += 1;
    if (isFound) found += 1;
    if (isFound && category !== 'ok') right += 1;
  }
  return { lines: lines.length, precision: found === 0 ? 1 : right / found, recall: unfit === 0 ? 1 : right / unfit };
}

/** Of the lines of one kind, the share found as that very kind, and as any. */
export function recallOf(judge: TextJudge, lines: readonly LabelledLine[], category: LabelledLine['category']) {
  const ofKind = lines.filter((line) => line.category === category);
  const findings = ofKind.map(({ text }) => judge.findings(text));
  return {
    lines: ofKind.length,
    found: findings.filter((some) => some.length > 0).length,
    asKind: findings.filter((some) => some.some((one) => one.category === category)).length,
  };
}
