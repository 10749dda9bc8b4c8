import { describe, expect, it } from 'vitest';
import { shippedTemplates } from '#shared/obs/setup/shipped-templates.ts';
import type { TemplateSource } from '#shared/obs/setup/template.ts';
import { type InputSurroundings, wantedInput } from './wanted-input.ts';

const [, gaming] = shippedTemplates('en');
if (gaming === undefined) throw new Error('no template for games');

/** Kinds that OBS has as it is installed there. */
const KINDS = {
  windows: [
    'browser_source',
    'window_capture',
    'game_capture',
    'monitor_capture',
    'dshow_input',
    'wasapi_output_capture',
    'text_gdiplus_v3',
    'color_source_v3',
  ],
  macos: [
    'browser_source',
    'window_capture',
    'screen_capture',
    'display_capture',
    'macos-avcapture',
    'sck_audio_capture',
    'text_ft2_source_v2',
    'color_source_v3',
  ],
  fedora: [
    'xcomposite_input',
    'xshm_input',
    'pipewire-desktop-capture-source',
    'v4l2_input',
    'pulse_output_capture',
    'text_ft2_source_v2',
    'color_source_v3',
  ],
};

function around(platform: keyof typeof KINDS, without: readonly string[] = []): InputSurroundings {
  return {
    hasKind: (kind) => KINDS[platform].includes(kind) && !without.includes(kind),
    platform,
    canvas: { width: 1920, height: 1080 },
    hearsDesktop: false,
    template: gaming ?? never(),
    wish: { showAtOnce: true, capture: 'window' },
    pageUrl: (page) => `http://127.0.0.1:7000/${page}`,
  };
}
const never = (): never => {
  throw new Error('no template');
};
const source = (id: string): TemplateSource => gaming?.sources.find((each) => each.id === id) ?? never();
const kindOf = (id: string, place: InputSurroundings): string => {
  const want = wantedInput(source(id), place);
  return 'missing' in want ? want.missing : want.kind;
};

describe('how a part is made', () => {
  it.each([
    ['windows', ['browser_source', 'game_capture', 'dshow_input', 'text_gdiplus_v3', 'color_source_v3']],
    ['macos', ['browser_source', 'screen_capture', 'macos-avcapture', 'text_ft2_source_v2', 'color_source_v3']],
    ['fedora', ['xcomposite_input', 'pipewire-desktop-capture-source', 'v4l2_input', 'text_ft2_source_v2', 'color_source_v3']],
  ] as const)('suits OBS on %s', (platform, kinds) => {
    const parts = ['avatar', 'game', 'webcam', 'brb-text', 'backdrop-dark'];
    expect(parts.map((id) => kindOf(id, around(platform)))).toEqual(kinds);
  });

  it.each([
    ['windows', 'window_capture', 'window'],
    ['macos', 'screen_capture', 'window'],
    ['fedora', 'xcomposite_input', 'capture_window'],
  ] as const)('captures the stage’s window on %s without browser sources', (platform, kind, pick) => {
    const want = wantedInput(source('avatar'), around(platform, ['browser_source']));
    expect(want).toMatchObject({ kind, pick, overflows: false, filters: [{ kind: 'chroma_key_filter_v2' }], sound: {} });
  });

  it('captures the screen where the streamer wants that', () => {
    const place: InputSurroundings = { ...around('windows', ['browser_source']), wish: { showAtOnce: true, capture: 'screen' } };
    expect(wantedInput(source('avatar'), place)).toMatchObject({ kind: 'monitor_capture', pick: undefined, overflows: true });
  });

  it('says why it cannot be had', () => {
    expect(kindOf('chat', around('fedora'))).toBe('needs-browser-source');
    expect(kindOf('webcam', around('fedora', ['v4l2_input']))).toBe('kind-missing');
    expect(kindOf('chat', { ...around('windows'), pageUrl: () => undefined })).toBe('page-missing');
  });

  it('turns colours round, for OBS writes them from blue to red', () => {
    const red: TemplateSource = { ...source('backdrop-dark'), content: { kind: 'colour', colour: '#ff0102' } };
    expect(wantedInput(red, around('windows'))).toMatchObject({ settings: { color: 0xff_02_01_ff } });
  });

  it('takes the tracks, the delay and who hears it from the template', () => {
    const loud: TemplateSource = { ...source('avatar'), audio: { hear: 'only-me', tracks: [1, 5], syncOffsetMs: 120 } };
    expect(wantedInput(loud, around('windows'))).toMatchObject({
      sound: {
        monitor: 'OBS_MONITORING_TYPE_MONITOR_ONLY',
        tracks: { 1: true, 2: false, 3: false, 4: false, 5: true, 6: false },
        syncOffsetMs: 120,
      },
    });
  });
});
