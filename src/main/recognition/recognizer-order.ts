import type { RecognizerInfo } from '#shared/contract/hearing.ts';
import type { HearingSettings } from '#shared/settings/settings.ts';
import type { Language } from '#shared/speech/emotion.ts';

/** Local ones first: nothing leaves the computer. */
const BY_HABIT: readonly RecognizerInfo['id'][] = ['sherpa', 'moonshine', 'funasr', 'openai-transcriptions'];

/**
 * Recognisers to try for an utterance, first choice first. A choice of the streamer comes first; what stands in for it never sends sound farther
 * than the choice does. Without a choice those that know the language, or most languages when it is not told. Those that failed just now come last.
 */
export function recognizerOrder(options: {
  readonly wanted: HearingSettings['recognizer'];
  readonly language: Language | 'auto';
  readonly infos: readonly RecognizerInfo[];
  readonly resting: ReadonlySet<RecognizerInfo['id']>;
}): readonly RecognizerInfo['id'][] {
  const { wanted, language, infos, resting } = options;
  const chosen = infos.find((info) => info.id === wanted);
  const able = infos.filter((info) => info.available && (info === chosen || knows(info, language)) && mayStandIn(info, chosen));
  const rank = (info: RecognizerInfo): number =>
    (resting.has(info.id) ? 1000 : 0) +
    (info === chosen ? 0 : 100) +
    (language === 'auto' ? 10 * (3 - info.languages.length) : 0) +
    BY_HABIT.indexOf(info.id);
  return [...able].sort((a, b) => rank(a) - rank(b)).map((info) => info.id);
}

function knows(info: RecognizerInfo, language: Language | 'auto'): boolean {
  return language === 'auto' || info.languages.includes(language);
}

function mayStandIn(info: RecognizerInfo, chosen: RecognizerInfo | undefined): boolean {
  return chosen === undefined || info === chosen || chosen.online || !info.online;
}
