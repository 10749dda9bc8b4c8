import type { VoiceProblem } from '#shared/contract/speech.ts';
import { fill, type Strings } from '../../../i18n/strings.ts';

/** Why a voice does not speak, in the interface's language; the server's own words stay as they are. */
export function voiceProblemText({ voiceServers }: Strings, { code, detail }: VoiceProblem): string {
  return fill(voiceServers.problems[code], { detail });
}
