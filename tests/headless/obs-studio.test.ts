import { afterEach, expect, it } from 'vitest';
import type { HealthBoard } from '#shared/contract/studio.ts';
import { createFakeObs } from '../fakes/obs-server.ts';
import { eventually } from '../support/numbers.ts';
import { connectStudioApi } from '../support/studio-api.ts';
import { startStudio } from '../support/studio-process.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

it('a real studio says what is missing, connects when it is given, comes back, and lets go of OBS when switched off', async () => {
  const obs = await createFakeObs({ password: '密码 ß' });
  ends.push(obs.close);
  const studio = await startStudio();
  ends.push(() => studio.stop());
  const { api, close } = await connectStudioApi(studio);
  ends.push(async () => close());
  const health = async (): Promise<HealthBoard['parts'][number] | undefined> =>
    (await api.studio.health({})).parts.find(({ id }) => id === 'obs');
  const untilHealth = (status: string, reason?: string) =>
    eventually(async () => {
      const now = await health();
      return now?.status === status && (reason === undefined || now.reason === reason) ? now : undefined;
    });

  expect((await health())?.status).toBe('off');
  await api.studio.updateSettings({ patch: { obs: { enabled: true, url: obs.url } } });
  expect((await untilHealth('failed', 'obs-password-missing')).message).toContain('Show Connect Info');
  await api.studio.setSecret({ name: 'obs.password', value: 'wrong' });
  await untilHealth('failed', 'obs-wrong-password');
  await api.studio.setSecret({ name: 'obs.password', value: '密码 ß' });
  await untilHealth('ready');
  expect(obs.sessions).toHaveLength(2);

  obs.drop();
  await obs.identified(4);
  await untilHealth('ready');
  expect(await api.obs.look({})).toMatchObject({ mayRead: false, file: null, port: null });

  await api.studio.updateSettings({ patch: { obs: { enabled: false } } });
  await untilHealth('off');
  await obs.until(() => obs.sessions.length === 0);
});
