import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createObsMirror, type ObsMirror } from '#main/obs/mirror/obs-mirror.ts';
import { readSnapshot } from '#main/obs/mirror/snapshot.ts';
import type { ObsLink, ObsNotice } from '#main/obs/obs.types.ts';
import { silentLogger } from '#main/platform/logger.ts';
import type { ObsState } from '#shared/obs/obs-state.ts';
import { createDraw, doSomething } from '../support/obs-deeds.ts';
import { eventually, linkTo, type RealObs, startRealObs, WITHOUT_OBS, wallClock } from '../support/real-obs.ts';

const PORT = 4481;
let obs: RealObs | undefined;
let link: ObsLink;
let mirror: ObsMirror;
const notices: ObsNotice[] = [];
/** OBS goes on to list what it removed while a scene that is not drawn still holds it. */
const removed = new Set<string>();

beforeAll(async () => {
  obs = await startRealObs(PORT);
  if (obs === undefined) return;
  link = linkTo(obs);
  mirror = createObsMirror({ link, clock: wallClock, logger: silentLogger });
  link.on('InputRemoved', ({ inputName }) => removed.add(inputName));
  link.on('SceneRemoved', ({ sceneName }) => removed.add(sceneName));
  mirror.onNotice((notice) => notices.push(notice));
  await eventually(
    () => link.status.get().state === 'ready',
    () => `OBS is ${JSON.stringify(link.status.get())}`,
  );
  // Once only: scenes that hold each other, as chance would make them, OBS does not survive.
  await link.call('CreateSceneItem', { sceneName: 'Starting', sourceName: 'Main' });
}, 180_000);
afterAll(async () => {
  mirror?.close();
  await link?.close();
  await obs?.stop();
});

const signal = new AbortController().signal;
const present = (): ObsState => mirror.state.get() ?? expect.fail('the mirror is empty');

/** Without what OBS tells no event of, and with the lists in one order that have none in OBS. */
function comparable(state: ObsState): unknown {
  const { stats: _, inputs, ...rest } = structuredClone(state);
  for (const scene of rest.scenes) scene.items = scene.items.filter(({ source }) => !removed.has(source));
  // Of scenes that were never drawn.
  for (const { transform } of [...rest.scenes, ...rest.groups].flatMap(({ items }) => items))
    Object.assign(transform, { width: 0, height: 0 });
  return { ...rest, inputs: inputs.filter(({ name }) => !removed.has(name)).sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

async function expectMirrorToAgree(): Promise<void> {
  let fresh: unknown;
  let agrees = false;
  for (let tries = 0; tries < 1800 && !agrees; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    fresh = comparable(await readSnapshot(link, signal, wallClock.now));
    agrees = JSON.stringify(fresh) === JSON.stringify(comparable(present()));
  }
  expect(comparable(present())).toEqual(fresh);
}

describe('the mirror of a real OBS', () => {
  test('holds what OBS shows from the moment that the connection is ready', async ({ skip }) => {
    if (obs === undefined) return skip(WITHOUT_OBS);
    expect(present().scenes.map(({ name }) => name)).toEqual(['Starting', 'Main', 'Be Right Back', 'Ending']);
    expect(present()).toMatchObject({
      programScene: 'Starting',
      previewScene: null,
      transition: { name: 'Cut', durationMs: null },
    });
    expect(present().virtualCamera).toBeNull();
  });

  test.each([7, 1234])('equals a fresh look after many changes at once (seed %i)', async (seed) => {
    if (obs === undefined) return;
    const draw = createDraw(seed);
    for (let round = 0; round < 2; round++) {
      for (let burst = 0; burst < 8; burst++)
        await Promise.all(Array.from({ length: 1 + draw.number(6) }, () => doSomething(link, present(), draw)));
      await expectMirrorToAgree();
    }
  });

  test('reads the new collection of scenes when it changes, and the old one when it comes back', async () => {
    if (obs === undefined) return;
    const before = present().sceneCollection;
    await link.call('CreateSceneCollection', { sceneCollectionName: 'Other' });
    await eventually(
      () => present().sceneCollection === 'Other',
      () => present().sceneCollection,
    );
    await expectMirrorToAgree();
    expect(present().scenes).toHaveLength(1);
    await link.call('SetCurrentSceneCollection', { sceneCollectionName: before });
    removed.clear();
    await expectMirrorToAgree();
    expect(present()).toMatchObject({ sceneCollection: before });
    expect(present().sceneCollections.sort()).toEqual(['Other', before].sort());
  });

  test('tells which scene went on air, what was shown and how a recording went', async () => {
    if (obs === undefined) return;
    await link.call('SetStudioModeEnabled', { studioModeEnabled: false });
    await link.call('CreateScene', { sceneName: 'Notice' });
    const { sceneItemId } = await link.call('CreateInput', {
      sceneName: 'Notice',
      inputName: 'seen',
      inputKind: 'color_source_v3',
    });
    await eventually(
      () => present().scenes.some(({ items }) => items.some(({ source }) => source === 'seen')),
      () => 'no item',
    );
    notices.length = 0;
    await link.call('SetCurrentProgramScene', { sceneName: 'Notice' });
    await link.call('SetSceneItemEnabled', { sceneName: 'Notice', sceneItemId, sceneItemEnabled: false });
    await link.call('StartRecord');
    await eventually(
      () => present().record.state === 'active',
      () => present().record.state,
    );
    expect(present().record.sinceMs).toBeGreaterThan(wallClock.now() - 60_000);
    await link.call('StopRecord');
    await eventually(
      () => present().record.state === 'stopped',
      () => present().record.state,
    );
    const seen = JSON.stringify(notices);
    expect(notices).toContainEqual({ type: 'scene', scene: 'Notice' });
    expect(notices).toContainEqual({ type: 'item', scene: 'Notice', source: 'seen', visible: false });
    expect(seen).toContain('"state":"starting"');
    expect(notices.at(-1)).toMatchObject({ type: 'output', output: 'record', state: 'stopped' });
    expect(seen).toContain('.mkv');
  });
});
