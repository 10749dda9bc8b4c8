import { z } from 'zod';
import { commandSettingsSchema } from '#shared/audience/command.ts';
import { reactionSettingsSchema } from '#shared/audience/reaction.ts';
import { modelIdSchema } from '#shared/avatar/model.ts';
import { placementSchema } from '#shared/avatar/scene.ts';
import { MODERATION_ACTIONS } from '#shared/live/appraisal.ts';
import { livePlatformSchema } from '#shared/live/live-event.ts';
import { overlaySettingsSchema } from '#shared/overlays/overlay-settings.ts';
import { EMOTIONS, emotionSchema, languageSchema } from '#shared/speech/emotion.ts';
import { RECOGNIZERS, VOICE_ENGINES } from '#shared/speech/lists.ts';
import { drivingSettingsSchema, trackingSettingsSchema } from '#shared/tracking/tracking-settings.ts';

/**
 * The one settings document. Every field has a default, so `settingsSchema.parse({ version: SETTINGS_VERSION })` is a complete new document.
 * Secrets (API keys) are not in it: they live in the host's secret store under the names in `SECRET_NAMES`.
 */
export const SETTINGS_VERSION = 1;
export const SECRET_NAMES = [
  'llm.apiKey',
  'voice.openaiApiKey',
  'hearing.openaiApiKey',
  'bilibili.accessKeyId',
  'bilibili.accessKeySecret',
  'bilibili.identityCode',
  'bilibili.relayToken',
  'bilibili.cookie',
  /** JSON of the OAuth tokens that the device-code sign-in brought. */
  'twitch.signIn',
  /** Of the account of her own that writes into Twitch chat. */
  'twitch.botSignIn',
  'youtube.apiKey',
  /** Of the streamer's own Google client; belongs to `youtube.writing.clientId`. */
  'youtube.clientSecret',
  'youtube.signIn',
  /** JSON of the tokens of bridges that connect to us, by bridge id. */
  'bridges.tokens',
  'obs.password',
] as const;
export const secretNameSchema = z.enum(SECRET_NAMES);
export type SecretName = z.infer<typeof secretNameSchema>;

/** An object whose missing value means "all defaults". */
const group = <S extends z.ZodRawShape>(shape: S) => z.object(shape).prefault({} as z.input<z.ZodObject<S>>);
const port = z.number().int().min(0).max(65_535);

export const brainSettingsSchema = group({
  /** auto: the configured endpoint, else one found on this machine, else the offline persona. */
  mode: z.enum(['auto', 'openai', 'offline']).default('auto'),
  /** Base URL of an OpenAI-compatible API, up to and including /v1. Empty: none configured. */
  baseUrl: z.string().max(2000).default(''),
  model: z.string().max(300).default(''),
  temperature: z.number().min(0).max(2).default(0.8),
  maxTokens: z.number().int().min(16).max(8192).default(400),
  /** Past turns sent along. */
  historyTurns: z.number().int().min(0).max(100).default(12),
  connectTimeoutMs: z.number().int().min(100).max(120_000).default(10_000),
  firstTokenTimeoutMs: z.number().int().min(100).max(300_000).default(20_000),
  /** Longest silence between two tokens. */
  idleTimeoutMs: z.number().int().min(100).max(300_000).default(15_000),
  retries: z.number().int().min(0).max(5).default(2),
});

export const exampleLineSchema = z.object({ viewer: z.string().max(1000), her: z.string().max(2000) });
export const personaSettingsSchema = group({
  name: z.string().min(1).max(80).default('影'),
  language: languageSchema.or(z.literal('auto')).default('auto'),
  character: z.string().max(20_000).default(''),
  style: z.string().max(8000).default(''),
  greeting: z.string().max(2000).default(''),
  forbiddenTopics: z.array(z.string().max(200)).max(200).default([]),
  examples: z.array(exampleLineSchema).max(100).default([]),
  /** The streamer's own questions and answers; blocks of "Q: … A: …" or "问：… 答：…", or plain paragraphs. */
  faq: z.string().max(200_000).default(''),
});

/** How she sounds in one mood, for engines that take a recording or a style. */
export const speakingStyleSchema = group({
  /** A recording of 3 to 10 s: a path that the engine's server can read. */
  referenceAudio: z.string().max(1000).default(''),
  referenceText: z.string().max(1000).default(''),
  referenceLanguage: languageSchema.default('zh'),
  /** Engine's style, speaker or instruction. */
  style: z.string().max(500).default(''),
});
export type SpeakingStyleSettings = z.infer<typeof speakingStyleSchema>;

/** A server of voices on this computer or in the local network. */
const voiceServer = <S extends z.ZodRawShape>(url: string, shape: S) =>
  group({
    /** Off: it is not asked. */
    enabled: z.boolean().default(false),
    url: z.string().max(2000).default(url),
    /** Speaker, where nothing else names one: as the server calls it; '' = its first. */
    speaker: z.string().max(200).default(''),
    /** Longest wait for the first sound, and for each next piece of it. */
    firstSoundTimeoutMs: z.number().int().min(500).max(120_000).default(15_000),
    /** By mood; `neutral` serves moods that have none. */
    styles: z.partialRecord(z.enum(EMOTIONS), speakingStyleSchema).default({}),
    ...shape,
  });

export const voiceServersSchema = group({
  gptSovits: voiceServer('http://127.0.0.1:9880', {
    streaming: z.boolean().default(true),
    /** quality: sound comes part by part of the sentence; balanced and fast: within them, sooner and a little rougher (from mid-2025 on). */
    latency: z.enum(['quality', 'balanced', 'fast']).default('quality'),
    gptWeights: z.string().max(1000).default(''),
    sovitsWeights: z.string().max(1000).default(''),
  }),
  cosyvoice: voiceServer('http://127.0.0.1:50000', {
    /** instruct2: CosyVoice 2 and later, with a recording and an instruction. */
    mode: z.enum(['sft', 'zero-shot', 'cross-lingual', 'instruct', 'instruct2']).default('sft'),
    /** The server does not tell it. auto: 22050 for the modes of the first generation (sft, instruct), else 24000. */
    sampleRate: z.enum(['auto', '22050', '24000']).default('auto'),
  }),
  bertVits2: voiceServer('http://127.0.0.1:5000', { modelId: z.number().int().min(0).max(999).default(0) }),
  voicevox: voiceServer('http://127.0.0.1:50021', {}),
  aivis: voiceServer('http://127.0.0.1:10101', {}),
  openai: voiceServer('', { model: z.string().max(200).default('tts-1'), format: z.enum(['wav', 'pcm', 'mp3']).default('wav') }),
  edge: voiceServer('wss://speech.platform.bing.com/consumer/speech/synthesize/readaloud/edge/v1', {}),
});
export type VoiceServerSettings = z.infer<typeof voiceServersSchema>;

/** A text that is said otherwise than it is written. Never a regular expression. */
export const pronunciationSchema = z.object({
  written: z.string().min(1).max(100),
  spoken: z.string().max(300),
  language: languageSchema.or(z.literal('any')).default('any'),
});

/** A second voice, for reading messages out. */
export const assistantVoiceSchema = group({
  engine: z.enum(['auto', ...VOICE_ENGINES]).default('auto'),
  voices: group({ zh: z.string().default(''), en: z.string().default(''), ja: z.string().default('') }),
  rate: z.number().min(0.5).max(2).default(1.1),
  pitch: z.number().min(-12).max(12).default(0),
  volume: z.number().min(0).max(1).default(0.8),
  /** Reads the viewer's message before she answers it. */
  readsMessages: z.boolean().default(false),
});

export const voiceSettingsSchema = group({
  /** auto: for each language the best engine that is there. */
  engine: z.enum(['auto', ...VOICE_ENGINES]).default('auto'),
  /** Voice id per language; '' = the engine's default. */
  voices: group({ zh: z.string().default(''), en: z.string().default(''), ja: z.string().default('') }),
  /** Times the normal speed. */
  rate: z.number().min(0.5).max(2).default(1),
  /** Semitones up or down. */
  pitch: z.number().min(-12).max(12).default(0),
  volume: z.number().min(0).max(1).default(0.9),
  /** Of sounds beside the voices: reactions, throws. */
  effectsVolume: z.number().min(0).max(1).default(0.8),
  servers: voiceServersSchema,
  pronunciations: z.array(pronunciationSchema).max(2000).default([]),
  assistant: assistantVoiceSchema,
  /** Spoken in another language than she writes; captions keep the original. */
  translation: group({ enabled: z.boolean().default(false), language: languageSchema.default('ja') }),
  /** Beside the stage, also to a device of this computer (a virtual cable, headphones); '' = no. Device ids belong to the studio page's origin. */
  monitor: group({ deviceId: z.string().max(300).default(''), volume: z.number().min(0).max(1).default(1) }),
});

/** Her ears: microphone, recognition and what becomes of the words. */
export const hearingSettingsSchema = group({
  enabled: z.boolean().default(false),
  /** '' = the system's default. */
  deviceId: z.string().max(300).default(''),
  mode: z.enum(['push-to-talk', 'wake-word', 'open']).default('push-to-talk'),
  /** Electron accelerator; held or toggled. */
  pushToTalkKey: z.string().max(60).default('CommandOrControl+Shift+Space'),
  wakeWords: z.array(z.string().min(1).max(40)).max(20).default([]),
  sleepWords: z.array(z.string().min(1).max(40)).max(20).default([]),
  /** Without a word for so long she sleeps again. */
  awakeSeconds: z.number().min(5).max(600).default(30),
  echoCancellation: z.boolean().default(true),
  noiseSuppression: z.enum(['off', 'browser', 'rnnoise']).default('browser'),
  autoGain: z.boolean().default(true),
  /** Probability of speech above which a frame counts as speech. */
  threshold: z.number().min(0.1).max(0.95).default(0.5),
  /** Silence that ends an utterance. */
  endSilenceMs: z.number().int().min(100).max(3000).default(250),
  language: languageSchema.or(z.literal('auto')).default('auto'),
  recognizer: z.enum(['auto', ...RECOGNIZERS]).default('auto'),
  hotWords: z.array(z.string().min(1).max(60)).max(200).default([]),
  servers: group({
    openai: group({
      enabled: z.boolean().default(false),
      url: z.string().max(2000).default(''),
      model: z.string().max(200).default('whisper-1'),
    }),
    funasr: group({ enabled: z.boolean().default(false), url: z.string().max(2000).default('ws://127.0.0.1:10095') }),
  }),
  /** The streamer's voice moves the avatar's mouth: a human performs. */
  movesMouth: z.boolean().default(false),
  /** What becomes of the streamer's words. */
  captions: z.boolean().default(true),
  commands: z.boolean().default(true),
  coHost: z.boolean().default(true),
  bargeIn: group({
    enabled: z.boolean().default(true),
    /** What she does with the rest of a sentence that was interrupted. */
    afterwards: z.enum(['forget', 'go-on']).default('forget'),
  }),
});
export type HearingSettings = z.infer<typeof hearingSettingsSchema>;

/** Models that run on this computer. */
export const inferenceSettingsSchema = group({
  /** auto: the best that was probed. */
  provider: z.enum(['auto', 'webgpu', 'dml', 'coreml', 'cuda', 'cpu']).default('auto'),
  /** Model id by task, where the streamer chose one. */
  models: z.record(z.string().max(40), z.string().max(80)).default({}),
  /** Address of a list of models to offer beside the built-in one. */
  catalogueUrl: z.string().max(2000).default(''),
  /** Base address that stands in for https://huggingface.co when models are fetched; '' = none. */
  mirror: z.string().max(500).default(''),
});

export const framingSchema = z.enum(['bust', 'half', 'full']);
export type Framing = z.infer<typeof framingSchema>;
export const stageSettingsSchema = group({
  framing: framingSchema.default('bust'),
  /** CSS colour behind the avatar; 'transparent' for OBS, '#00ff00' for chroma keying. */
  background: z.string().max(40).default('transparent'),
  /** Frames a second at most; auto lowers it where drawing is slow, so that sound never suffers. */
  frameRateCap: z.enum(['auto', '15', '30', '60']).default('auto'),
  renderScale: z.number().min(0.25).max(2).default(1),
  quality: group({
    /** plain: no outlines; flat: no shading either. */
    look: z.enum(['auto', 'full', 'plain', 'flat']).default('auto'),
    /** Multisampling. Changing it loads the avatar anew. */
    smoothing: z.enum(['auto', 'on', 'off']).default('auto'),
    /** Hair and clothes swing. */
    physics: z.boolean().default(true),
  }),
  /** Times the natural size, and shift in shares of the picture (right and up are positive). */
  zoom: z.number().min(0.3).max(4).default(1),
  offsetX: z.number().min(-1).max(1).default(0),
  offsetY: z.number().min(-1).max(1).default(0),
  captions: group({
    enabled: z.boolean().default(true),
    size: z.number().min(0.5).max(3).default(1),
    position: z.enum(['bottom', 'top']).default('bottom'),
    accent: z.string().max(40).default('#ff7eb6'),
  }),
  window: group({
    open: z.boolean().default(false),
    alwaysOnTop: z.boolean().default(false),
    clickThrough: z.boolean().default(false),
  }),
});

const forgetAfter = z.number().min(0).max(3600).default(0);
const weight = z.number().min(0).max(3).default(1);
export const directorSettingsSchema = group({
  /** Off: she answers nobody by herself; only the say box speaks. */
  answersChat: z.boolean().default(true),
  thanksGifts: z.boolean().default(true),
  greetsArrivals: z.boolean().default(true),
  /** Unpaid events that wait at most; the least important go first. Paid ones are never dropped. */
  maxWaiting: z.number().int().min(1).max(2000).default(200),
  /** Unpaid events older than this are dropped. */
  maxAgeSeconds: z.number().min(1).max(3600).default(90),
  /** By kind of event instead of `maxAgeSeconds`; 0 = as there. */
  forgetSeconds: group({
    chat: forgetAfter,
    question: forgetAfter,
    gift: forgetAfter,
    redemption: forgetAfter,
    join: forgetAfter,
    follow: forgetAfter,
    like: forgetAfter,
    share: forgetAfter,
    raid: forgetAfter,
  }),
  /** Alike messages within this window become one. */
  mergeWindowSeconds: z.number().min(0).max(120).default(10),
  /** In a busy room: different messages that came within this window are answered in one turn; 0 = each for itself. */
  summariseWindowSeconds: z.number().min(0).max(120).default(0),
  /** What counts how much when the next message is chosen: times the usual points, 0 = not at all. */
  weights: group({
    money: weight,
    loyalty: weight,
    question: weight,
    mention: weight,
    novelty: weight,
    role: weight,
    intent: weight,
    fatigue: weight,
  }),
  /** Pause after a stop before paid events that wait are thanked. */
  quietAfterStopSeconds: z.number().min(0).max(600).default(3),
  /** Chat words by which the owner or a moderator stops her. */
  stopWords: z.array(z.string().min(1).max(40)).max(20).default(['!stop', '！stop', '\\stop', '停止说话']),
  /** Lines that start with one of these are people chatting among themselves. */
  mutedPrefixes: z.array(z.string().min(1).max(10)).max(20).default(['\\', '//']),
  blockedWords: z.array(z.string().min(1).max(100)).max(2000).default([]),
});

export const twitchSettingsSchema = group({
  enabled: z.boolean().default(false),
  channel: z.string().max(60).default(''),
  /** Of the IRC-over-WebSocket server; changed only for tests and relays. */
  serverUrl: z.string().max(500).default('wss://irc-ws.chat.twitch.tv:443'),
});
/** Follows, points, subs, bits and raids, by EventSub; needs a sign-in. */
export const twitchEventsSettingsSchema = group({
  enabled: z.boolean().default(false),
  /** Public id of the streamer's own application; no secret. */
  clientId: z.string().max(100).default(''),
  socketUrl: z.string().max(500).default('wss://eventsub.wss.twitch.tv/ws'),
  apiUrl: z.string().max(500).default('https://api.twitch.tv/helix'),
  authUrl: z.string().max(500).default('https://id.twitch.tv/oauth2'),
});

/** Bilibili's open platform: the streamer's own keys and identity code, or a relay that signs for them. */
export const bilibiliOpenSettingsSchema = group({
  enabled: z.boolean().default(false),
  /** own: keys of the streamer's own project, kept by the operating system; relay: a server of the streamer's choice holds the secret. */
  signing: z.enum(['own', 'relay']).default('own'),
  /** Number of the project. */
  appId: z.string().max(30).default(''),
  relayUrl: z.string().max(500).default(''),
  apiUrl: z.string().max(500).default('https://live-open.biliapi.com'),
});
/** Bilibili's web room: an opt-in beside it, fed by the streamer's own cookie. */
export const bilibiliWebSettingsSchema = group({
  enabled: z.boolean().default(false),
  /** The streamer read what it may cost, and agreed. */
  consent: z.boolean().default(false),
  room: z.string().max(60).default(''),
  liveApiUrl: z.string().max(500).default('https://api.live.bilibili.com'),
  apiUrl: z.string().max(500).default('https://api.bilibili.com'),
  siteUrl: z.string().max(500).default('https://www.bilibili.com'),
  /** Instead of the hosts that the room names; for tests and relays. */
  socketUrl: z.string().max(500).default(''),
});
export const youtubeSettingsSchema = group({
  enabled: z.boolean().default(false),
  /** innertube: no key, unofficial; data-api: the official one, with a key and a daily quota. */
  route: z.enum(['innertube', 'data-api']).default('innertube'),
  /** Video address or id, channel address, or @handle. */
  video: z.string().max(300).default(''),
  /** ISO 3166 code of the account's region, for prices that are written as a bare $ or ¥; '' = unknown. */
  region: z.string().max(2).default(''),
  apiUrl: z.string().max(500).default('https://www.googleapis.com/youtube/v3'),
  /** Writing into the chat; begins with a sign-in. */
  writing: group({
    /** Of the streamer's own Google client, of the type for TVs and devices; no secret. */
    clientId: z.string().max(200).default(''),
    authUrl: z.string().max(500).default('https://oauth2.googleapis.com'),
    /** Each line costs 50 of the 10,000 units that a project has in a day. */
    dailyLines: z.number().int().min(0).max(200).default(100),
  }),
});
export const douyuSettingsSchema = group({
  enabled: z.boolean().default(false),
  /** Number or vanity name in the room's address. */
  room: z.string().max(60).default(''),
  socketUrl: z.string().max(500).default('wss://danmuproxy.douyu.com:8503'),
  siteUrl: z.string().max(500).default('https://www.douyu.com'),
  giftsUrl: z.string().max(500).default('https://gift.douyucdn.cn'),
});
/** An optional add-on that the user installs: its address is signed by a third party. */
export const tiktokSettingsSchema = group({
  enabled: z.boolean().default(false),
  consent: z.boolean().default(false),
  user: z.string().max(60).default(''),
});
/** Where a value lies in a foreign JSON message: property names and array indices joined by dots. */
const jsonPath = z.string().max(200);
export const fieldMapSchema = group({
  /** Path of the list of messages inside one frame; '' = the frame itself. */
  list: jsonPath.default(''),
  /** Path of the field that tells the kind, and what its values mean. */
  kind: jsonPath.default(''),
  kinds: z
    .record(z.string().max(100), z.enum(['chat', 'gift', 'superchat', 'like', 'join', 'follow', 'share', 'membership']))
    .default({}),
  id: jsonPath.default(''),
  userId: jsonPath.default(''),
  userName: jsonPath.default(''),
  avatarUrl: jsonPath.default(''),
  text: jsonPath.default(''),
  giftName: jsonPath.default(''),
  giftCount: jsonPath.default(''),
  /** Money, in units of `currency`. */
  amount: jsonPath.default(''),
  currency: z.string().max(3).default('CNY'),
});
export type FieldMap = z.infer<typeof fieldMapSchema>;
/** A program on this computer that brings messages of platforms which have no open door. */
export const bridgeSettingsSchema = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,30}$/),
  name: z.string().max(60).default(''),
  enabled: z.boolean().default(false),
  /** out: we connect to it; in: it connects to us at /bridge/<id>?token=…, by WebSocket or HTTP POST. */
  direction: z.enum(['out', 'in']).default('out'),
  url: z.string().max(500).default('ws://127.0.0.1:8888'),
  platform: z.enum(['douyin', 'kuaishou', 'huya', 'douyu', 'bilibili', 'tiktok', 'custom']).default('douyin'),
  /** webhook: Yingxi's own form. */
  dialect: z
    .enum(['auto', 'barrage-grab', 'barrage-grab-fork', 'dycast', 'barrage-fly', 'onecomme', 'webhook', 'mapped'])
    .default('auto'),
  /** For the dialect 'mapped'. */
  fields: fieldMapSchema,
});
export type BridgeSettings = z.infer<typeof bridgeSettingsSchema>;

/** What is said and shown must be fit for a stream, in both directions. */
export const moderationSettingsSchema = group({
  enabled: z.boolean().default(true),
  /** What happens to each kind; the streamer's own words are in `director.blockedWords`. */
  actions: group({
    ownList: z.enum(MODERATION_ACTIONS).default('block'),
    abuse: z.enum(MODERATION_ACTIONS).default('block'),
    hate: z.enum(MODERATION_ACTIONS).default('block'),
    sexual: z.enum(MODERATION_ACTIONS).default('block'),
    violence: z.enum(MODERATION_ACTIONS).default('hold'),
    selfHarm: z.enum(MODERATION_ACTIONS).default('hold'),
    politics: z.enum(MODERATION_ACTIONS).default('hold'),
    spam: z.enum(MODERATION_ACTIONS).default('block'),
    personalData: z.enum(MODERATION_ACTIONS).default('mask'),
    injection: z.enum(MODERATION_ACTIONS).default('block'),
  }),
  allowedWords: z.array(z.string().min(1).max(100)).max(2000).default([]),
  /** The streamer's regular expressions; each is stopped when it takes too long. */
  patterns: z
    .array(
      z.object({
        pattern: z.string().min(1).max(500),
        action: z.enum(MODERATION_ACTIONS).default('block'),
        note: z.string().max(200).default(''),
      }),
    )
    .max(200)
    .default([]),
  /** Platforms where another measure holds: relaxed lets pass what would be held, strict blocks what would be held or masked. */
  platforms: z.partialRecord(livePlatformSchema, z.enum(['relaxed', 'normal', 'strict'])).default({}),
  /** Asks the language model about lines that the lists let pass, before she answers them. */
  modelCheck: group({
    enabled: z.boolean().default(false),
    timeoutMs: z.number().int().min(200).max(10_000).default(1500),
    /** When no answer comes in time. */
    otherwise: z.enum(['allow', 'hold']).default('allow'),
  }),
  /** Her own sentences, before they are spoken. */
  replies: group({
    enabled: z.boolean().default(true),
    /** replace: another sentence in its place; drop: she leaves it out; end: she ends the answer there. */
    action: z.enum(['replace', 'drop', 'end']).default('replace'),
    /** Said in its place, one at random; empty: a built-in one in her language. */
    substitutes: z.array(z.string().min(1).max(200)).max(50).default([]),
  }),
  strikes: group({
    enabled: z.boolean().default(true),
    /** So many blocked lines within the window, and she does not hear the viewer for a while. */
    limit: z.number().int().min(1).max(50).default(3),
    windowMinutes: z.number().min(1).max(1440).default(60),
    timeoutSeconds: z.number().int().min(10).max(1_209_600).default(600),
    /** Also asks the platform for a time-out, where it can. */
    onPlatform: z.boolean().default(false),
  }),
  panic: group({
    /** Scene to switch to, when a scene program is connected; '' = none. */
    scene: z.string().max(200).default(''),
    hidesAvatar: z.boolean().default(true),
    mutesSound: z.boolean().default(true),
  }),
});
export type ModerationSettings = z.infer<typeof moderationSettingsSchema>;

/** Thanks, points and games. Points and prices are integers. */
export const audienceSettingsSchema = group({
  commands: commandSettingsSchema,
  reactions: reactionSettingsSchema,
  welcome: group({
    enabled: z.boolean().default(true),
    everySeconds: z.number().min(5).max(600).default(20),
    /** Names in one breath. */
    names: z.number().int().min(1).max(30).default(8),
  }),
  points: group({
    enabled: z.boolean().default(true),
    /** What they are called; '' = the interface's word. */
    name: z.string().max(20).default(''),
    signIn: z.number().int().min(0).max(1_000_000).default(50),
    chat: z.number().int().min(0).max(1_000_000).default(1),
    chatEverySeconds: z.number().int().min(0).max(3600).default(30),
    like: z.number().int().min(0).max(1_000_000).default(1),
    follow: z.number().int().min(0).max(1_000_000).default(20),
    /** For one unit of the base currency (CNY), of gifts, memberships and paid messages. */
    perUnit: z.number().int().min(0).max(1_000_000).default(1000),
  }),
  memory: group({
    /**
     * What viewers say of themselves (likes, birthdays, subjects). off: of nobody; ask: only of those who agreed by a command; on: of everyone who did not
     * refuse. Names, visits, points and payments are counted in any case; the viewer can see and erase all of it.
     */
    mode: z.enum(['off', 'ask', 'on']).default('ask'),
    /** Lines kept of one viewer. */
    maxNotes: z.number().int().min(1).max(200).default(30),
    /** Days without a visit after which it is erased. */
    keepDays: z.number().int().min(1).max(3650).default(180),
  }),
});
export type AudienceSettings = z.infer<typeof audienceSettingsSchema>;

export const practiceSettingsSchema = group({
  enabled: z.boolean().default(false),
  /** quiet: a line now and then; lively: a normal evening; storm: bursts, spam and gifts. */
  intensity: z.enum(['quiet', 'lively', 'storm']).default('lively'),
  language: languageSchema.or(z.literal('mixed')).default('mixed'),
});

/** VTube Studio's API, for the plugins that streamers already have. */
export const pluginSettingsSchema = group({
  enabled: z.boolean().default(false),
  /** 8001 is where plugins look first; the next free one is taken when another program holds it. */
  port: port.default(8001),
  /** Tells the local network every two seconds where the API is, so that plugins find it by themselves. */
  discovery: z.boolean().default(true),
  /** Some plugins are web pages (browser sources). Off: only programs may connect. */
  allowBrowserOrigins: z.boolean().default(true),
});
export type PluginSettings = z.infer<typeof pluginSettingsSchema>;

/** OBS Studio, through its own WebSocket server. */
export const obsSettingsSchema = group({
  enabled: z.boolean().default(false),
  /** '' = found on this computer; else ws://… or wss://… */
  url: z.string().max(500).default(''),
  /** The streamer allowed reading OBS's own settings file for port and password. */
  mayReadSettings: z.boolean().default(false),
  /** Inputs of OBS that are lowered while she speaks. */
  ducking: group({
    enabled: z.boolean().default(false),
    sources: z.array(z.string().max(200)).max(20).default([]),
    /** How far, dB. */
    byDb: z.number().min(0).max(60).default(12),
    attackMs: z.number().int().min(0).max(5000).default(150),
    releaseMs: z.number().int().min(0).max(10_000).default(800),
  }),
  /** A picture of what OBS shows goes to the language model with an answer. */
  vision: group({
    /** asked: when the message asks about the picture; interval: at most every `everySeconds`; each: with every answer. */
    mode: z.enum(['off', 'asked', 'interval', 'each']).default('off'),
    everySeconds: z.number().int().min(5).max(3600).default(60),
    /** '' = the program. */
    source: z.string().max(200).default(''),
    /** Pixels; the height follows. */
    width: z.number().int().min(256).max(1280).default(640),
  }),
});
export type ObsSettings = z.infer<typeof obsSettingsSchema>;

/** Background music. */
export const musicSettingsSchema = group({
  volume: z.number().min(0).max(1).default(0.35),
  /** Who plays it: a browser source of its own in OBS, or the stage. */
  output: z.enum(['overlay', 'stage']).default('overlay'),
  shuffle: z.boolean().default(true),
  /** one: the track again; list: the list again; none: it ends. */
  repeat: z.enum(['none', 'one', 'list']).default('list'),
  fadeSeconds: z.number().min(0).max(15).default(2),
  ducking: group({
    enabled: z.boolean().default(true),
    /** Times the volume while she speaks. */
    to: z.number().min(0).max(1).default(0.3),
    attackMs: z.number().int().min(0).max(5000).default(150),
    releaseMs: z.number().int().min(0).max(10_000).default(900),
  }),
  requests: group({
    /** Viewers may ask for tracks of the library. */
    enabled: z.boolean().default(false),
    maxWaiting: z.number().int().min(1).max(100).default(10),
    perViewer: z.number().int().min(1).max(20).default(1),
  }),
  /** Lists that go with scenes of OBS; a scene that is not among them changes nothing. */
  scenes: z
    .array(z.object({ scene: z.string().max(200), playlist: z.string().max(40) }))
    .max(200)
    .default([]),
});
export type MusicSettings = z.infer<typeof musicSettingsSchema>;

/** When → do rules; the rules themselves are a document of their own. */
export const automationSettingsSchema = group({
  enabled: z.boolean().default(true),
  /** Tells what it would do, and does nothing. */
  dryRun: z.boolean().default(false),
  /** Scenes of OBS that viewers may ask for in chat; no others. */
  viewerScenes: z.array(z.string().trim().min(1).max(200)).max(50).default([]),
});
export type AutomationSettings = z.infer<typeof automationSettingsSchema>;

/** Recordings and clips of the show. */
export const clipsSettingsSchema = group({
  /** Subtitles are put beside a finished recording on this computer. */
  besideVideo: z.boolean().default(true),
  /** The replay buffer runs while OBS records or streams. */
  replayWithShow: z.boolean().default(true),
  /** Paid events from so many CNY on are marked, and may give a clip its title. */
  paidFromCny: z.number().min(0).max(1_000_000).default(30),
});

/** The avatar in use, and what is remembered of each model by its id. */
export const avatarSettingsSchema = group({
  /** '': the one of a first start. */
  modelId: modelIdSchema.or(z.literal('')).default(''),
  placements: z.record(modelIdSchema, placementSchema).default({}),
  /** Motions that take turns while nothing else moves her. */
  idleMotions: z.record(modelIdSchema, z.array(z.string().max(200)).max(50)).default({}),
  /** Pixels along the longer side of a texture; larger ones are made smaller when a model is added. */
  textureLimit: z.number().int().min(512).max(8192).default(4096),
});

/** Electron accelerators; '' = none. */
export const hotkeySettingsSchema = group({
  stop: z.string().max(60).default('CommandOrControl+Shift+S'),
  /** Stops, mutes, hides and switches the scene, until it is taken back. */
  panic: z.string().max(60).default('CommandOrControl+Shift+P'),
  /** Lets clicks through the stage window, and back; held only while that window is open. */
  clickThrough: z.string().max(60).default('CommandOrControl+Shift+F8'),
  expressions: z.partialRecord(z.enum(EMOTIONS), z.string().max(60)).default({
    happy: 'CommandOrControl+Shift+1',
    sad: 'CommandOrControl+Shift+2',
    angry: 'CommandOrControl+Shift+3',
    surprised: 'CommandOrControl+Shift+4',
    relaxed: 'CommandOrControl+Shift+5',
    neutral: 'CommandOrControl+Shift+0',
  }),
});

export const settingsSchema = z.object({
  version: z.literal(SETTINGS_VERSION),
  language: z.enum(['auto', 'zh-CN', 'en', 'ja']).default('auto'),
  theme: z.enum(['auto', 'light', 'dark']).default('auto'),
  brain: brainSettingsSchema,
  persona: personaSettingsSchema,
  voice: voiceSettingsSchema,
  hearing: hearingSettingsSchema,
  inference: inferenceSettingsSchema,
  stage: stageSettingsSchema,
  avatar: avatarSettingsSchema,
  director: directorSettingsSchema,
  twitch: twitchSettingsSchema,
  twitchEvents: twitchEventsSettingsSchema,
  bilibiliOpen: bilibiliOpenSettingsSchema,
  bilibiliWeb: bilibiliWebSettingsSchema,
  youtube: youtubeSettingsSchema,
  douyu: douyuSettingsSchema,
  tiktok: tiktokSettingsSchema,
  bridges: z.array(bridgeSettingsSchema).max(12).default([]),
  moderation: moderationSettingsSchema,
  audience: audienceSettingsSchema,
  practice: practiceSettingsSchema,
  obs: obsSettingsSchema,
  clips: clipsSettingsSchema,
  automation: automationSettingsSchema,
  music: musicSettingsSchema,
  overlays: overlaySettingsSchema,
  tracking: trackingSettingsSchema,
  driving: drivingSettingsSchema,
  hotkeys: hotkeySettingsSchema,
  plugins: pluginSettingsSchema,
  server: group({ port: port.default(0) }),
  recording: group({ enabled: z.boolean().default(false) }),
  /** What the studio remembers of itself. */
  ui: group({ welcomed: z.boolean().default(false), lastExpression: emotionSchema.default('neutral') }),
});
export type Settings = z.infer<typeof settingsSchema>;

type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> | undefined }
    : T;
/** A change: objects merge, everything else (arrays too) replaces. */
export type SettingsPatch = DeepPartial<Omit<Settings, 'version'>>;

/** A complete document with nothing but defaults. */
export function defaultSettings(): Settings {
  return settingsSchema.parse({ version: SETTINGS_VERSION }, SELDOM);
}

/** As `settingsSchema.safeParse`, for whole documents. */
export function readSettings(document: unknown): ReturnType<typeof settingsSchema.safeParse> {
  return settingsSchema.safeParse(document, SELDOM);
}
/** A reader that zod writes for a schema pays after hundreds of documents, and costs more than all that a start reads. */
const SELDOM = { jitless: true } as const;

/** `base` with `patch` laid over it; the result is not yet validated. `undefined` leaves a field, arrays replace. */
export function mergeSettings(base: unknown, patch: unknown): unknown {
  if (!isPlainObject(base) || !isPlainObject(patch)) return patch === undefined ? base : patch;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    if (key === '__proto__' || key === 'constructor') continue;
    merged[key] = mergeSettings(base[key], value);
  }
  return merged;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
