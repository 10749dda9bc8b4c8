import type { VoiceEngineInfo } from '#shared/contract/speech.ts';
import type { Strings } from '../../i18n/strings.ts';

/** Names of products, alike in every language; engines of the program's own are named in the string tables. */
const PRODUCTS = {
  piper: 'Piper',
  kokoro: 'Kokoro',
  sherpa: 'sherpa-onnx',
  'gpt-sovits': 'GPT-SoVITS',
  cosyvoice: 'CosyVoice',
  'bert-vits2': 'Bert-VITS2',
  voicevox: 'VOICEVOX',
  aivis: 'AivisSpeech',
  'openai-speech': 'OpenAI API',
  edge: 'Microsoft Edge',
} as const;

export function engineName(voice: Strings['voice'], id: VoiceEngineInfo['id']): string {
  return id === 'espeak' || id === 'flite' || id === 'system' ? voice[id] : PRODUCTS[id];
}
