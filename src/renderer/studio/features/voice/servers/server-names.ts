import type { VoiceEngineInfo } from '#shared/contract/speech.ts';
import type { VoiceServerSettings } from '#shared/settings/settings.ts';

export type ServerName = keyof VoiceServerSettings;
export type EngineId = VoiceEngineInfo['id'];

/** Voice servers in the order of the page, each with its engine. */
export const SERVER_ENGINES = {
  gptSovits: 'gpt-sovits',
  cosyvoice: 'cosyvoice',
  bertVits2: 'bert-vits2',
  voicevox: 'voicevox',
  aivis: 'aivis',
  openai: 'openai-speech',
  edge: 'edge',
} as const satisfies Readonly<Record<ServerName, EngineId>>;

export const SERVER_NAMES: readonly ServerName[] = ['gptSovits', 'cosyvoice', 'bertVits2', 'voicevox', 'aivis', 'openai', 'edge'];
