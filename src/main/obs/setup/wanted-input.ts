import type { SetupWish, StepReason } from '#shared/obs/setup/setup-view.ts';
import type { SetupPage, SetupTemplate, SourceAudio, TemplateSource } from '#shared/obs/setup/template.ts';
import type { Json, SoundPatch } from './deeds.ts';
import { type Canvas, pagePixels } from './placement.ts';

export interface WantedFilter {
  readonly name: string;
  readonly kind: string;
  readonly settings: Json;
}
/** An input as it should be in OBS. */
export interface WantedInput {
  readonly kind: string;
  readonly settings: Json;
  readonly sound: SoundPatch;
  readonly filters: readonly WantedFilter[];
  /** A list of the input's properties from which the stage's window is chosen once it is made. */
  readonly pick: string | undefined;
  /** A whole screen is wider than the boxes that are made for her: it may stand out of them, where it is clear. */
  readonly overflows: boolean;
}

/** What an input depends on besides the template. */
export interface InputSurroundings {
  /** Whether OBS can make this kind. */
  readonly hasKind: (kind: string) => boolean;
  readonly platform: string;
  readonly canvas: Canvas;
  readonly hearsDesktop: boolean;
  readonly template: SetupTemplate;
  readonly wish: SetupWish;
  /** Address of a page; undefined: there is none of it. */
  readonly pageUrl: (page: SetupPage) => string | undefined;
}

export const BROWSER_KIND = 'browser_source';
/** Behind the stage where its window is captured. */
export const KEY_COLOUR = '#00ff00';
/** Pages that sound; others get no strip in OBS's mixer. */
const SOUNDING: readonly SetupPage[] = ['avatar', 'cohost', 'music', 'alerts'];
/** Pages that draw an avatar: at the canvas's own resolution, with captions only where no page of their own shows them. */
const DRAWING: readonly SetupPage[] = ['avatar', 'cohost'];
/** By preference. Settings are those of the window or screen that is captured. */
const WINDOW_KINDS: readonly { readonly kind: string; readonly pick: string; readonly settings: Json }[] = [
  // method 2: Windows Graphics Capture, which sees windows that are drawn by the graphics card.
  { kind: 'window_capture', pick: 'window', settings: { method: 2, cursor: false, client_area: true } },
  { kind: 'screen_capture', pick: 'window', settings: { type: 1, show_cursor: false } },
  { kind: 'xcomposite_input', pick: 'capture_window', settings: { show_cursor: false } },
  { kind: 'pipewire-window-capture-source', pick: '', settings: { ShowCursor: false } },
];
const SCREEN_KINDS: readonly { readonly kind: string; readonly settings: Json }[] = [
  { kind: 'monitor_capture', settings: { capture_cursor: false } },
  { kind: 'screen_capture', settings: { type: 0, show_cursor: false } },
  { kind: 'display_capture', settings: { show_cursor: false } },
  { kind: 'pipewire-desktop-capture-source', settings: { ShowCursor: false } },
  { kind: 'pipewire-screen-capture-source', settings: { ShowCursor: false } },
  { kind: 'xshm_input', settings: { show_cursor: false } },
];
/** Kinds that capture her stage where OBS has no browser sources. */
export const CAPTURE_KINDS: ReadonlySet<string> = new Set([...WINDOW_KINDS, ...SCREEN_KINDS].map(({ kind }) => kind));
const GAME_KINDS: readonly { readonly kind: string; readonly settings: Json }[] = [
  { kind: 'game_capture', settings: { capture_mode: 'any_fullscreen' } },
  ...SCREEN_KINDS,
];
const WEBCAM_KINDS = ['dshow_input', 'macos-avcapture', 'av_capture_input_v2', 'av_capture_input', 'v4l2_input'];
const TEXT_KINDS = ['text_gdiplus_v3', 'text_gdiplus_v2', 'text_ft2_source_v2'];
const SOUND_KINDS: readonly { readonly kind: string; readonly settings: Json }[] = [
  { kind: 'wasapi_output_capture', settings: { device_id: 'default' } },
  { kind: 'sck_audio_capture', settings: {} },
  { kind: 'coreaudio_output_capture', settings: {} },
  { kind: 'pulse_output_capture', settings: { device_id: 'default' } },
];

/** How a source of the template is made in this OBS, or why it is left out. */
export function wantedInput(source: TemplateSource, around: InputSurroundings): WantedInput | { readonly missing: StepReason } {
  const { content } = source;
  switch (content.kind) {
    case 'page':
      return pageInput(source, content.page, around);
    case 'capture':
      return plain(source, around, captureKinds(content.what, around));
    case 'text':
      return plain(source, around, textKinds(content, around));
    case 'colour': {
      const { width, height } = around.canvas;
      const settings = { color: obsColour(content.colour), width, height };
      return plain(
        source,
        around,
        ['color_source_v3', 'color_source_v2'].map((kind) => ({ kind, settings })),
      );
    }
    case 'picture':
      return plain(source, around, [{ kind: 'image_source', settings: { file: content.file, unload: false } }]);
    case 'desktop-sound':
      return plain(source, around, SOUND_KINDS);
  }
}

function plain(
  source: TemplateSource,
  around: InputSurroundings,
  candidates: readonly { readonly kind: string; readonly settings: Json }[],
): WantedInput | { readonly missing: StepReason } {
  const found = candidates.find(({ kind }) => around.hasKind(kind));
  if (found === undefined) return { missing: 'kind-missing' };
  return { ...found, sound: soundFrom(source.audio, around), filters: source.filters, pick: undefined, overflows: false };
}

function pageInput(
  source: TemplateSource,
  page: SetupPage,
  around: InputSurroundings,
): WantedInput | { readonly missing: StepReason } {
  const { template, canvas } = around;
  if (!around.hasKind(BROWSER_KIND))
    return page === 'avatar' ? stageCapture(source, around) : { missing: 'needs-browser-source' };
  const url = around.pageUrl(page);
  if (url === undefined) return { missing: 'page-missing' };
  const captionsApart =
    DRAWING.includes(page) && template.sources.some(({ content }) => content.kind === 'page' && content.page === 'captions');
  return {
    kind: BROWSER_KIND,
    settings: {
      url: captionsApart ? `${url}&captions=off` : url,
      ...pagePixels(source.id, template.scenes, canvas, DRAWING.includes(page)),
      fps_custom: false,
      // A page that is shut down or loaded anew loses its place in what she says.
      shutdown: false,
      restart_when_active: false,
      reroute_audio: SOUNDING.includes(page),
    },
    sound: SOUNDING.includes(page) ? soundFrom(source.audio, around) : {},
    filters: source.filters,
    pick: undefined,
    overflows: false,
  };
}

/** The stage's window, or the screen, with its background taken out. */
function stageCapture(source: TemplateSource, around: InputSurroundings): WantedInput | { readonly missing: StepReason } {
  const window = around.wish.capture === 'window' ? WINDOW_KINDS.find((each) => isOfPlatform(each.kind, around)) : undefined;
  const found = window ?? SCREEN_KINDS.find((each) => isOfPlatform(each.kind, around));
  if (found === undefined) return { missing: 'kind-missing' };
  const key: WantedFilter = {
    name: 'Yingxi chroma key',
    kind: 'chroma_key_filter_v2',
    settings: { key_color_type: 'green', similarity: 400, smoothness: 80, spill: 100 },
  };
  return {
    kind: found.kind,
    settings: found.settings,
    sound: {},
    filters: [key, ...source.filters],
    pick: window === undefined || window.pick === '' ? undefined : window.pick,
    overflows: window === undefined,
  };
}

/** macOS once had a `window_capture` of its own, with other settings. */
const isOfPlatform = (kind: string, around: InputSurroundings): boolean =>
  around.hasKind(kind) && !(kind === 'window_capture' && around.platform === 'macos');

function captureKinds(what: 'game' | 'screen' | 'webcam', around: InputSurroundings) {
  if (what === 'webcam') return WEBCAM_KINDS.map((kind) => ({ kind, settings: {} }));
  return (what === 'game' ? GAME_KINDS : SCREEN_KINDS).filter(({ kind }) => isOfPlatform(kind, around));
}

function textKinds(
  content: { readonly text: string; readonly size: number; readonly colour: string },
  { canvas, platform }: InputSurroundings,
) {
  const colour = obsColour(content.colour);
  const font = {
    face: fontOf(platform),
    size: Math.max(8, Math.round(content.size * canvas.height)),
    style: 'Regular',
    flags: 0,
  };
  return TEXT_KINDS.map((kind) => ({
    kind,
    settings: kind.startsWith('text_gdiplus')
      ? { text: content.text, font, align: 'center', color: colour & 0xff_ff_ff }
      : { text: content.text, font, color1: colour, color2: colour },
  }));
}

/** Fonts that know Chinese and Japanese. */
function fontOf(platform: string): string {
  if (platform === 'windows') return 'Microsoft YaHei UI';
  return platform === 'macos' ? 'PingFang SC' : 'Sans Serif';
}

function soundFrom(audio: SourceAudio | null, { hearsDesktop }: InputSurroundings): SoundPatch {
  if (audio === null) return {};
  const tracks = Object.fromEntries([1, 2, 3, 4, 5, 6].map((track) => [String(track), audio.tracks.includes(track)]));
  return { monitor: monitorOf(audio.hear, hearsDesktop), tracks, syncOffsetMs: audio.syncOffsetMs };
}

function monitorOf(hear: SourceAudio['hear'], hearsDesktop: boolean): string {
  const wanted = hear === 'auto' ? (hearsDesktop ? 'no' : 'me-and-viewers') : hear;
  const names = { no: 'NONE', 'only-me': 'MONITOR_ONLY', 'me-and-viewers': 'MONITOR_AND_OUTPUT' } as const;
  return `OBS_MONITORING_TYPE_${names[wanted]}`;
}

/** "#rrggbb" as OBS's 0xAABBGGRR, opaque. */
function obsColour(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return 0xff_00_00_00 + blue * 0x1_00_00 + green * 0x1_00 + red;
}
