import { afterEach, describe, expect, it } from 'vitest';
import type { StudioError } from '#shared/errors.ts';
import { createObsBench, type ObsLinkHarness } from '../../../../tests/fakes/obs-link-harness.ts';
import type { FakeObs } from '../../../../tests/fakes/obs-server.ts';

const { fakeObs, linkTo, end } = createObsBench();
afterEach(end);

const failureOf = (promise: Promise<unknown>): Promise<StudioError> =>
  promise.then(
    () => expect.unreachable('it should have been rejected'),
    (error: StudioError) => error,
  );

describe('calls', () => {
  it('settles every call in flight when the connection breaks', async () => {
    const obs = await fakeObs();
    obs.behaviour.silent.add('GetStats');
    const { link, until } = linkTo(obs);
    await until('ready');
    const asked = obs.asked('GetStats');
    const calls = [link.call('GetStats'), link.call('GetStats'), link.batch([{ type: 'GetStats' }, { type: 'GetVersion' }])];
    await asked;
    obs.drop();
    const results = await Promise.allSettled(calls);
    expect(results.slice(0, 2).map((one) => one.status)).toEqual(['rejected', 'rejected']);
    expect(results[0]?.status === 'rejected' && results[0].reason.code).toBe('unavailable');
    expect((await failureOf(link.call('GetStats'))).code).toBe('unavailable');
  });

  it.each([
    ['the connection breaks', 'waiting', (obs: FakeObs) => obs.drop()],
    ['one of the two connections is closed', 'waiting', (obs: FakeObs) => obs.closeClients(1000, '', 'last')],
    [
      'the streamer asks to look for OBS anew',
      'searching',
      (_: FakeObs, { place, link }: ObsLinkHarness) => {
        place.password = 'another';
        link.refresh();
      },
    ],
  ] as const)('is not ready any more when a call learns that %s', async (_, state, breakIt) => {
    const obs = await fakeObs();
    obs.behaviour.silent.add('GetStats');
    const harness = linkTo(obs);
    await harness.until('ready');
    const asked = obs.asked('GetStats');
    const seen = harness.link.call('GetStats').catch(() => harness.link.status.get().state);
    await asked;
    breakIt(obs, harness);
    expect(await seen).toBe(state);
  });

  it('sends something back for every message at once, so that OBS’s next one does not wait for an acknowledgement', async () => {
    const obs = await fakeObs();
    const { link, until } = linkTo(obs);
    await until('ready');
    const before = obs.pongs;
    await Promise.all(Array.from({ length: 5 }, () => link.call('GetStats')));
    obs.perform('SetCurrentProgramScene', { sceneName: 'Main' });
    await obs.until(() => obs.pongs >= before + 6);
  });

  it('survives a frame that breaks off in the middle, and bytes that are no message', async () => {
    const obs = await fakeObs();
    const { until, untilByTime, link } = linkTo(obs);
    await until('ready');
    obs.sendGarbage();
    expect((await link.call('GetSceneList')).scenes).toHaveLength(4);
    obs.dropMidFrame();
    await until('waiting', 'lost');
    await untilByTime('ready');
  });

  it('ends a call that OBS never answers by time, and takes no late answer for the next one', async () => {
    const obs = await fakeObs();
    const { link, until, clock } = linkTo(obs);
    await until('ready');
    const release = obs.hold('GetStats');
    const asked = obs.asked('GetStats');
    const call = failureOf(link.call('GetStats', undefined, { timeoutMs: 800 }));
    await asked;
    clock.advance(799);
    clock.advance(1);
    expect((await call).code).toBe('timeout');
    release();
    expect(await link.call('GetSceneList')).toHaveProperty('scenes');
    expect(link.status.get().state).toBe('ready');
  });

  it('times out where an answer comes under another name', async () => {
    const obs = await fakeObs();
    obs.behaviour.misplaced.add('GetStats');
    const { link, until, clock } = linkTo(obs);
    await until('ready');
    const asked = obs.asked('GetStats');
    const call = failureOf(link.call('GetStats'));
    await asked;
    clock.advance(5000);
    expect((await call).code).toBe('timeout');
  });

  it('stops waiting when it is told to', async () => {
    const obs = await fakeObs();
    obs.behaviour.silent.add('GetStats');
    const { link, until } = linkTo(obs);
    await until('ready');
    const abort = new AbortController();
    const call = failureOf(link.call('GetStats', undefined, { signal: abort.signal }));
    abort.abort();
    expect((await call).code).toBe('cancelled');
    expect((await failureOf(link.call('GetStats', undefined, { signal: abort.signal }))).code).toBe('cancelled');
  });

  it.each([
    [600, 'not-found'],
    [601, 'conflict'],
    [501, 'conflict'],
    [604, 'conflict'],
    [204, 'unavailable'],
    [207, 'unavailable'],
    [702, 'unavailable'],
    [300, 'invalid-input'],
    [605, 'invalid-input'],
  ] as const)('turns status %i of OBS into %s, with its own words and a next step', async (status, code) => {
    const obs = await fakeObs();
    const { link, until } = linkTo(obs);
    await until('ready');
    obs.refuseNext('SetCurrentProgramScene', status, 'as OBS says');
    const error = await failureOf(link.call('SetCurrentProgramScene', { sceneName: 'Main' }));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(new RegExp(`SetCurrentProgramScene \\(${status}: as OBS says\\)\\. .+\\.$`));
  });

  it('carries out a long batch in pieces and in order, each failure by itself', async () => {
    const obs = await fakeObs();
    const { link, until } = linkTo(obs);
    await until('ready');
    const names = Array.from({ length: 120 }, (_, index) => (index === 60 ? 'Main' : `Scene ${index}`));
    const answers = await link.batch(names.map((sceneName) => ({ type: 'CreateScene', data: { sceneName } })));
    expect(answers).toHaveLength(120);
    expect(answers.filter((answer) => !answer.ok)).toEqual([
      { ok: false, code: 601, comment: 'A source already exists by that scene name.' },
    ]);
    expect(obs.world.scenes.slice(-2).map(({ source }) => source.name)).toEqual(['Scene 118', 'Scene 119']);
  });

  it('stops a batch at its first failure if told so', async () => {
    const obs = await fakeObs();
    const { link, until } = linkTo(obs);
    await until('ready');
    const names = Array.from({ length: 120 }, (_, index) => (index === 60 ? 'Main' : `Scene ${index}`));
    const requests = names.map((sceneName) => ({ type: 'CreateScene', data: { sceneName } }) as const);
    const answers = await link.batch(requests, { haltOnFailure: true });
    expect(answers).toHaveLength(61);
    expect(obs.world.scenes).toHaveLength(64);
  });

  it('keeps private settings of a source, which the library does not know of', async () => {
    const obs = await fakeObs();
    const { link, until } = linkTo(obs);
    await until('ready');
    await link.callPrivate('SetSourcePrivateSettings', { sourceName: 'Main', sourceSettings: { mark: 'ours' } });
    expect(await link.callPrivate('GetSourcePrivateSettings', { sourceName: 'Main' })).toEqual({
      sourceSettings: { mark: 'ours' },
    });
  });
});
