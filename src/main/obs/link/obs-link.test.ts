import { afterEach, describe, expect, it } from 'vitest';
import type { StudioError } from '#shared/errors.ts';
import { createObsBench } from '../../../../tests/fakes/obs-link-harness.ts';
import { INTENT } from '../../../../tests/fakes/obs-request.ts';
import { STEADY_EVENTS } from './obs-subscriptions.ts';

const METERS = 1 << 16;
const TRANSFORMS = 1 << 19;
const { fakeObs, linkTo, end } = createObsBench();
afterEach(end);

const failureOf = (promise: Promise<unknown>): Promise<StudioError> =>
  promise.then(
    () => expect.unreachable('it should have been rejected'),
    (error: StudioError) => error,
  );

describe('connecting', () => {
  it('keeps commands free of events on a connection of their own', async () => {
    const obs = await fakeObs({ password: 'ß 密码' });
    const { link, until } = linkTo({ url: obs.url, password: 'ß 密码' });
    const status = await until('ready');
    expect(obs.sessions.map(({ subscriptions }) => subscriptions).sort()).toEqual([0, STEADY_EVENTS].sort());
    expect(status).toMatchObject({ url: obs.url, obsVersion: '29.0.2', socketVersion: '5.1.0', message: '' });
    expect(link.knows('SetCurrentProgramScene')).toBe(true);
    expect(link.hasInputKind('browser_source')).toBe(true);
  });

  it('tells what an old OBS lacks and refuses what it does not know without asking it', async () => {
    const obs = await fakeObs();
    obs.world.kinds.delete('browser_source');
    const { link, until } = linkTo(obs);
    expect((await until('ready')).lacks).toEqual(['browser-source']);
    const error = await failureOf(link.call('CreateRecordChapter'));
    expect(error.code).toBe('unavailable');
    expect(error.message).toContain('Update OBS');
    expect(obs.requests.some(({ type }) => type === 'CreateRecordChapter')).toBe(false);
  });

  it('knows what newer versions brought', async () => {
    const obs = await fakeObs({ version: '5.5.0' });
    const { link, until } = linkTo(obs);
    expect((await until('ready')).lacks).toEqual([]);
    expect(link.knows('CreateRecordChapter')).toBe(true);
  });

  it('lets preparations read OBS before it says ready, and tells them of events already', async () => {
    const obs = await fakeObs();
    const { link, until, states } = linkTo(obs);
    const heard: string[] = [];
    link.on('SceneCreated', ({ sceneName }) => heard.push(sceneName));
    let scenes = 0;
    link.onConnected(async () => {
      expect(link.status.get().state).toBe('connecting');
      obs.perform('CreateScene', { sceneName: 'New' });
      scenes = (await link.call('GetSceneList')).scenes.length;
    });
    await until('ready');
    expect(scenes).toBe(5);
    await link.call('GetStats');
    expect(heard).toEqual(['New']);
    expect(states).toContain('connecting preparing');
  });

  it('starts over when a preparation fails, less and less often', async () => {
    const obs = await fakeObs();
    const { link, untilByTime, states, clock } = linkTo(obs);
    const times: number[] = [];
    link.onConnected(async () => {
      times.push(clock.now());
      if (times.length < 4) throw new Error('the scenes could not be read');
    });
    await untilByTime('ready');
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(gaps[2]).toBeGreaterThan((gaps[0] ?? 0) * 2);
    expect(states).toContain('waiting prepare-failed');
  });

  it('is off until it is switched on, and off again at once', async () => {
    const obs = await fakeObs();
    const { link, place, until } = linkTo(obs);
    await until('ready');
    place.enabled = false;
    link.refresh();
    await until('off');
    expect((await failureOf(link.call('GetStats'))).message).toContain('Switch it on');
    place.enabled = true;
    link.refresh();
    await until('ready');
    expect(obs.connections).toBe(4);
  });
});

describe('coming back', () => {
  it('is back within two seconds with what was wanted, and prepared anew', async () => {
    const obs = await fakeObs();
    const { link, until, untilByTime, clock } = linkTo(obs);
    let prepared = 0;
    link.onConnected(async () => {
      prepared += 1;
    });
    link.want('volume-meters');
    await until('ready');
    await obs.stop();
    await untilByTime('waiting', 'nothing-there');
    clock.advance(60_000);
    await obs.start();
    const from = clock.now();
    await untilByTime('ready');
    expect(clock.now() - from).toBeLessThanOrEqual(2000);
    expect(prepared).toBe(2);
    expect(obs.sessions.map((one) => one.subscriptions).sort()).toEqual([0, STEADY_EVENTS | METERS].sort());
  });

  it('lets one dying connection take the other with it', async () => {
    const obs = await fakeObs();
    const { until, untilByTime } = linkTo(obs);
    await until('ready');
    obs.closeClients(1000, '', 'last');
    await until('waiting');
    await untilByTime('ready');
    expect(obs.sessions).toHaveLength(2);
  });

  it('notices an OBS that went away without a word', async () => {
    const obs = await fakeObs();
    const { until, untilByTime, states } = linkTo(obs);
    await until('ready');
    obs.freeze();
    await untilByTime('waiting', 'lost');
    obs.thaw();
    await untilByTime('ready');
    expect(states.filter((one) => one === 'waiting lost')).toHaveLength(1);
  });

  it('hands events on after each return, and no more after the listener has gone', async () => {
    const obs = await fakeObs();
    const { link, until, untilByTime } = linkTo(obs);
    const heard: string[] = [];
    const stop = link.on('CurrentProgramSceneChanged', ({ sceneName }) => heard.push(sceneName));
    link.on('CurrentProgramSceneChanged', () => {
      throw new Error('a listener that fails');
    });
    const next = (): Promise<void> => new Promise((resolve) => link.on('CurrentProgramSceneChanged', () => resolve()));
    await until('ready');
    let told = next();
    obs.emit(INTENT.scenes, 'CurrentProgramSceneChanged', { sceneName: 'One' });
    await told;
    obs.drop();
    await until('waiting');
    await untilByTime('ready');
    told = next();
    obs.emit(INTENT.scenes, 'CurrentProgramSceneChanged', { sceneName: 'Two' });
    await told;
    stop();
    told = next();
    obs.emit(INTENT.scenes, 'CurrentProgramSceneChanged', { sceneName: 'Three' });
    await told;
    expect(heard).toEqual(['One', 'Two']);
  });

  it('asks for high-volume events only while somebody wants them', async () => {
    const obs = await fakeObs();
    const { link, until } = linkTo(obs);
    await until('ready');
    const bits = (): number => Math.max(...obs.sessions.map((one) => one.subscriptions));
    const first = link.want('transforms');
    const second = link.want('transforms');
    await obs.until(() => bits() === (STEADY_EVENTS | TRANSFORMS));
    first();
    first();
    await link.call('GetStats');
    expect(bits()).toBe(STEADY_EVENTS | TRANSFORMS);
    second();
    await obs.until(() => bits() === STEADY_EVENTS);
  });

  it('closes everything, settles what is under way, and may be closed again', async () => {
    const obs = await fakeObs();
    obs.behaviour.silent.add('GetStats');
    const { link, until } = linkTo(obs);
    await until('ready');
    const call = failureOf(link.call('GetStats'));
    await Promise.all([link.close(), link.close()]);
    expect((await call).code).toBe('unavailable');
    await obs.until(() => obs.sessions.length === 0);
  });
});
