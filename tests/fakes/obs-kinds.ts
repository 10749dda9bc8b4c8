export type Json = Record<string, unknown>;

/** A kind of input as OBS offers it: its defaults, whether it sounds or plays, and how large its picture is. */
export interface InputKind {
  readonly defaults: Json;
  readonly sounds: boolean;
  readonly plays?: boolean;
  size(settings: Json): { readonly width: number; readonly height: number };
}

const number = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);
const drawn =
  (width: number, height: number) =>
  (settings: Json): { width: number; height: number } => ({
    width: number(settings.width, width),
    height: number(settings.height, height),
  });
/** Nothing to see before there is a file. */
const picture = (settings: Json): { width: number; height: number } =>
  (settings.file ?? '') === '' ? { width: 0, height: 0 } : { width: 320, height: 180 };
const unseen = (): { width: number; height: number } => ({ width: 0, height: 0 });

/** Defaults were read from OBS 29.0.2; browser_source (which that build lacks) from the plugin's documentation. */
export const INPUT_KINDS: Readonly<Record<string, InputKind>> = {
  browser_source: {
    defaults: {
      css: 'body { background-color: rgba(0, 0, 0, 0); margin: 0px auto; overflow: hidden; }',
      fps: 30,
      fps_custom: false,
      height: 600,
      is_local_file: false,
      reroute_audio: false,
      restart_when_active: false,
      shutdown: false,
      url: 'https://obsproject.com/browser-source',
      webpage_control_level: 1,
      width: 800,
    },
    // Only with `reroute_audio`, but OBS counts it among those that can.
    sounds: true,
    size: drawn(800, 600),
  },
  image_source: { defaults: { linear_alpha: false, unload: false }, sounds: false, size: picture },
  color_source_v3: { defaults: { color: 4291940817, height: 1080, width: 1920 }, sounds: false, size: drawn(1920, 1080) },
  slideshow: { defaults: {}, sounds: false, plays: true, size: unseen },
  ffmpeg_source: {
    defaults: {
      buffering_mb: 2,
      clear_on_media_end: true,
      is_local_file: true,
      linear_alpha: false,
      looping: false,
      reconnect_delay_sec: 10,
      restart_on_activate: true,
      speed_percent: 100,
    },
    sounds: true,
    plays: true,
    size: (settings) => ((settings.local_file ?? settings.input ?? '') === '' ? unseen() : { width: 640, height: 360 }),
  },
  text_ft2_source_v2: {
    defaults: {
      antialiasing: true,
      color1: 4294967295,
      color2: 4294967295,
      drop_shadow: false,
      log_lines: 6,
      outline: false,
      word_wrap: false,
    },
    sounds: false,
    size: (settings) => ({ width: 20 * String(settings.text ?? '').length, height: (settings.text ?? '') === '' ? 0 : 32 }),
  },
  xshm_input: { defaults: { screen: 0, show_cursor: true }, sounds: false, size: () => ({ width: 1280, height: 720 }) },
  xcomposite_input: { defaults: { show_cursor: true }, sounds: false, size: unseen },
  pulse_input_capture: { defaults: { device_id: 'default' }, sounds: true, size: unseen },
  pulse_output_capture: { defaults: { device_id: 'default' }, sounds: true, size: unseen },
};

export const FILTER_KINDS: Readonly<Record<string, Json>> = {
  color_filter_v2: {
    brightness: 0,
    color_add: 0,
    color_multiply: 16777215,
    contrast: 0,
    gamma: 0,
    hue_shift: 0,
    opacity: 1,
    saturation: 0,
  },
  chroma_key_filter_v2: {
    key_color_type: 'green',
    similarity: 400,
    smoothness: 80,
    spill: 100,
    opacity: 1,
    contrast: 0,
    brightness: 0,
    gamma: 0,
  },
  crop_filter: { relative: true },
  gain_filter: { db: 0 },
  compressor_filter: { attack_time: 6, output_gain: 0, ratio: 10, release_time: 60, sidechain_source: 'none', threshold: -18 },
  limiter_filter: { release_time: 60, threshold: -6 },
  noise_suppress_filter_v2: { method: 'rnnoise', suppress_level: -30 },
};

export const TRANSITION_KINDS = [
  'cut_transition',
  'fade_transition',
  'swipe_transition',
  'slide_transition',
  'obs_stinger_transition',
  'fade_to_color_transition',
  'wipe_transition',
] as const;
