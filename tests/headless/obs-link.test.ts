import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createObsFinder } from '#main/obs/finder/obs-finder.ts';
import type { ObsLink } from '#main/obs/obs.types.ts';
import { defaultSettings } from '#shared/settings/settings.ts';
import { crashOnce } from '../support/obs-crashes.ts';
import { eventually, linkTo, type RealObs, startRealObs, WITHOUT_OBS, wallClock } from '../support/real-obs.ts';

const PORT = 4491;
let obs: RealObs | undefined;
let link: ObsLink | undefined;

beforeAll(async () => {
  obs = await startRealObs(PORT);
  if (obs !== undefined) link = linkTo(obs);
}, 180_000);
afterAll(async () => {
  await link?.close();
  await obs?.stop();
});

const isReady = (one: ObsLink) => () => one.status.get().state === 'ready';
const stateOf = (one: ObsLink) => () => JSON.stringify(one.status.get());

describe('a real OBS', () => {
  it('is connected, tells its versions, and misses what Debian leaves out', async ({ skip }) => {
    if (link === undefined) return skip(WITHOUT_OBS);
    await eventually(isReady(link), stateOf(link));
    expect(link.status.get().obsVersion).toMatch(/^\d+\.\d+/);
    expect(link.hasInputKind('color_source_v3')).toBe(true);
    expect(link.knows('GetSourceScreenshot')).toBe(true);
  });

  it('carries out calls and a batch, and says in words why something is not there', async ({ skip }) => {
    if (link === undefined) return skip(WITHOUT_OBS);
    await expect(link.call('SetCurrentProgramScene', { sceneName: 'Nowhere' })).rejects.toMatchObject({ code: 'not-found' });
    const answers = await link.batch([
      { type: 'GetSceneItemList', data: { sceneName: 'Main' } },
      { type: 'GetSceneItemList', data: { sceneName: 'Nowhere' } },
      { type: 'GetVersion' },
    ]);
    expect(answers.map((answer) => answer.ok)).toEqual([true, false, true]);
  });

  it('is found by its own settings file, which stays as it is', async ({ skip }) => {
    if (obs === undefined) return skip(WITHOUT_OBS);
    const finder = createObsFinder({
      settings: () => ({ ...defaultSettings().obs, mayReadSettings: true }),
      password: () => undefined,
      computer: { platform: 'linux', home: obs.home, environment: {} },
      clock: wallClock,
    });
    const [place] = await finder.places(new AbortController().signal);
    expect(place).toEqual({ url: obs.url, password: obs.password, from: 'obs-file' });
    expect(await finder.look()).toMatchObject({ running: 'yes', port: PORT, serverOn: true, needsPassword: true });
  });

  it('settles every call when it crashes, and the link is back soon after OBS is', async ({ skip }) => {
    if (obs === undefined || link === undefined) return skip(WITHOUT_OBS);
    for (let crash = 0; crash < 2; crash += 1) {
      const { inFlight, answered } = await crashOnce(link, obs);
      expect(inFlight).toBeGreaterThan(answered);
      expect((await link.call('GetSceneList')).scenes.length).toBe(4);
    }
  });
});
