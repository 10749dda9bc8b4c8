import { expect, it } from 'vitest';
import { z } from 'zod';
import { DEFAULT_AVATAR } from '#shared/avatar/default-avatar.ts';
import { type AvatarModel, emptyDescription } from '#shared/avatar/model.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import { type SettingsPatch, settingsSchema } from '#shared/settings/settings.ts';
import type { AvatarDown, StageConfig } from '#shared/stage/stage-protocol.ts';
import { createFakeClock } from '../../tests/fakes/fake-clock.ts';
import { createCoHostSide } from './co-host-side.ts';

const OTHER = 'b'.repeat(32);
const model = (id: string): AvatarModel => ({
  ...{ id, name: id, format: 'vrm', origin: 'imported', entry: 'a.vrm', url: `/${id}.vrm`, thumbnailUrl: null, bytes: 1 },
  ...{ addedAt: 0, accepted: true },
  meta: { author: '', licence: '', licenceUrl: '', contact: '', copyright: '', permissions: [] },
  description: { ...emptyDescription, expressions: [{ name: 'shy', file: '', fadeIn: 0, fadeOut: 0, parameters: [] }] },
});
const patchSchema = z.object({ driving: z.object({ coHost: z.record(z.string(), z.unknown()) }) });
const coHostOf = (patch: unknown) => patchSchema.parse(patch).driving.coHost;
const CONFIG = { speaks: true, hidden: false, expression: 'happy' } as unknown as StageConfig;

function setUp(coHost: { enabled?: boolean; modelId?: string } = {}) {
  let settings = settingsSchema.parse({ version: 1, driving: { coHost } });
  const models = createCell<readonly AvatarModel[]>([model(DEFAULT_AVATAR.modelId), model(OTHER)]);
  let watchers = 0;
  const counted: Pick<Cell<readonly AvatarModel[]>, 'subscribe'> = {
    subscribe(listener) {
      watchers += 1;
      const leave = models.subscribe(listener);
      return () => {
        watchers -= 1;
        leave();
      };
    },
  };
  const sent: AvatarDown[] = [];
  let refreshed = 0;
  const side = createCoHostSide({
    avatar: {
      library: {
        models: { ...models, ...counted },
        find: (id) => models.get().find((one) => one.id === id),
        learn: () => undefined,
      },
      cubism: { url: () => null },
    },
    settings: {
      current: () => settings,
      update(patch) {
        const own = { ...settings.driving.coHost, ...coHostOf(patch) };
        settings = settingsSchema.parse({ ...settings, driving: { ...settings.driving, coHost: own } });
        return settings;
      },
    },
    stages: {
      directCoHost: (message) => void sent.push(message),
      refreshConfig() {
        refreshed += 1;
      },
    },
    clock: createFakeClock(),
  });
  const choose = (patch: SettingsPatch): void => {
    settings = settingsSchema.parse({
      ...settings,
      driving: { ...settings.driving, coHost: { ...settings.driving.coHost, ...coHostOf(patch) } },
    });
    side.settingsChanged();
  };
  return { side, sent, choose, settings: () => settings, watchers: () => watchers, refreshed: () => refreshed };
}

it('makes nothing while the co-host is switched off, whoever asks', () => {
  const { side, watchers, sent } = setUp();
  side.settingsChanged();
  expect(side.state()).toEqual([]);
  side.receive({ type: 'model', modelId: OTHER, loadMs: 1, description: emptyDescription });
  expect(side.ownConfig(CONFIG)).toMatchObject({ hidden: true, speaks: false });
  expect(side.mainConfig(CONFIG)).toMatchObject({ speaks: true });
  expect(() => side.desk()).toThrow('AI co-host');
  expect([watchers(), sent]).toEqual([0, []]);
});

it('tells pages that were there before it was switched on', () => {
  const { side, sent, choose, watchers } = setUp();
  choose({ driving: { coHost: { enabled: true, modelId: OTHER } } });
  expect(watchers()).toBe(1);
  expect(sent).toMatchObject([
    { type: 'placement', modelId: OTHER },
    { type: 'scene', scene: { modelId: OTHER } },
  ]);
  expect(side.ownConfig(CONFIG)).toMatchObject({
    avatar: { modelId: OTHER },
    hidden: false,
    speaks: true,
    expression: 'neutral',
  });
  expect(side.mainConfig(CONFIG)).toMatchObject({ speaks: false });
  expect(side.state()).toEqual(sent);
});

it('goes back to the first avatar when none is chosen any more', () => {
  const { side, choose } = setUp({ enabled: true, modelId: OTHER });
  expect(side.ownConfig(CONFIG).avatar.modelId).toBe(OTHER);
  choose({ driving: { coHost: { modelId: '' } } });
  expect(side.ownConfig(CONFIG).avatar.modelId).toBe(DEFAULT_AVATAR.modelId);
});

it('keeps where she stands in her own settings, apart from the other avatar of the same model', () => {
  const { side, settings } = setUp({ enabled: true });
  side.desk().move({ x: 0.4, size: -10 }, 0);
  expect(settings().driving.coHost.placements[DEFAULT_AVATAR.modelId]).toMatchObject({ x: 0.4, y: 0, size: -10 });
  expect(settings().avatar.placements).toEqual({});
});

it('ends with the program, and is not made again by a late page', () => {
  const { side, watchers } = setUp({ enabled: true });
  expect(side.state()).toHaveLength(2);
  side.close();
  side.close();
  expect([watchers(), side.state()]).toEqual([0, []]);
});
