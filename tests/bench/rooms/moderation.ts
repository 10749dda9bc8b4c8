import { createTextJudge } from '#main/moderation/text-judge.ts';
import { MODERATION_CATEGORIES } from '#shared/live/appraisal.ts';
import { settingsSchema } from '#shared/settings/settings.ts';
import { labelledLines, recallOf, scoreOf } from '../../moderation/labelled-lines.ts';

const ROUNDS = 8;
const LANGUAGES = ['zh', 'en', 'ja'] as const;
/** Pieces of which somebody would build a line that costs as much as it can. */
const EVIL = [
  'f ',
  'c你',
  '操你',
  '市',
  '1',
  '13',
  'a@',
  'ignore ',
  '加我',
  '北京市',
  '一',
  'n你妈',
  'fuck',
  '忽略以上',
  'a.',
  'あ',
  '[inst',
  '傻 ',
];
const LONGEST = 2000;

/** How long the look at one message takes, in ms: ordinary and unfit ones, and evil ones of 2,000 letters; and how much is found on held-out lines. */
export function measureModeration() {
  const began = performance.now();
  const judge = createTextJudge(settingsSchema.parse({ version: 1 }));
  judge.findings('warm');
  const buildMs = performance.now() - began;
  const lines = labelledLines();
  const texts = lines.map(({ text }) => text);
  const evil = EVIL.map((piece) => piece.repeat(LONGEST / piece.length));
  for (const text of [...texts, ...evil]) judge.findings(text);
  const ordinary = Array.from({ length: ROUNDS }, () => texts.map((text) => msOf(() => judge.findings(text)))).flat();
  const worst = Array.from({ length: ROUNDS }, () => evil.map((text) => msOf(() => judge.findings(text)))).flat();
  const heldOut = lines.filter(({ split }) => split === 'held-out');
  return {
    buildMs,
    lines: texts.length,
    perMessageMs: spread(ordinary),
    // One evil message in a hundred lines would be an attack already.
    withAttackMs: spread([...ordinary, ...worst]),
    evil2000LettersMs: spread(worst),
    cpuMsPerMessage: cpuMsOf(() => texts.forEach((text) => void judge.findings(text))) / texts.length,
    cpuMsPerEvil: cpuMsOf(() => evil.forEach((text) => void judge.findings(text))) / evil.length,
    heldOut: Object.fromEntries(
      LANGUAGES.map((lang) => {
        const ofLanguage = heldOut.filter((line) => line.lang === lang);
        const kinds = MODERATION_CATEGORIES.map((category) => [category, recallOf(judge, ofLanguage, category)] as const);
        return [
          lang,
          { ...scoreOf(judge, ofLanguage), kinds: Object.fromEntries(kinds.filter(([, recall]) => recall.lines > 0)) },
        ];
      }),
    ),
  };
}

function msOf(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

function cpuMsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function spread(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}
