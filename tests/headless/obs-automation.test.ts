import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_COMMANDS } from '#shared/audience/default-commands.ts';
import { emptyRule, type RuleDraft } from '#shared/automation/rule.ts';
import type { TimelineEntry } from '#shared/automation/timeline.ts';
import { eventually } from '../support/numbers.ts';
import { linkTo, type RealObs, startRealObs, WITHOUT_OBS } from '../support/real-obs.ts';
import { connectStudioApi } from '../support/studio-api.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';

const PORT = 4513;
const WITHIN_MS = 60_000;
let obs: RealObs | undefined;
let studio: StudioProcess | undefined;
let connection: Awaited<ReturnType<typeof connectStudioApi>> | undefined;

beforeAll(async () => {
  obs = await startRealObs(PORT);
  if (obs === undefined) return;
  studio = await startStudio({
    env: {
      YINGXI_BRAIN_MODE: 'offline',
      YINGXI_LANGUAGE: 'en',
      YINGXI_OBS_ENABLED: 'true',
      YINGXI_OBS_URL: obs.url,
      YINGXI_OBS_PASSWORD: obs.password,
    },
  });
  connection = await connectStudioApi(studio);
});
afterAll(async () => {
  connection?.close();
  await studio?.stop();
  await obs?.stop();
});

const goTo = (word: string, scene: string): RuleDraft => ({
  ...emptyRule(),
  name: scene,
  when: [{ type: 'chat', words: [word], match: 'whole', who: 'everyone' }],
  do: [{ delay: 0, action: { type: 'obs-scene', scene, transition: '' } }],
});

it('a word in chat switches a real OBS, and one that came while OBS was down is made good when it is back', async (context) => {
  if (obs === undefined || studio === undefined || connection === undefined) return context.skip(WITHOUT_OBS);
  const { api } = connection;
  const scenes = await eventually(async () => {
    const { show } = await api.bindings.choices({ modelId: null });
    return show.obs ? show.scenes.map(({ name }) => name) : undefined;
  }, WITHIN_MS);
  const [first = '', second = ''] = scenes;
  expect(second).not.toBe('');
  await api.automation.add({ rules: [goTo('one', first), goTo('two', second)] });
  const say = (text: string) => api.live.post({ text, user: 'Aki' });
  const newest = async (): Promise<TimelineEntry | undefined> => {
    for await (const entries of await api.automation.watchTimeline({})) return entries.at(-1);
    return undefined;
  };
  let entry: TimelineEntry | undefined;
  const tell = (): string => `${JSON.stringify(entry)}; ${studio?.tell()}`;
  async function stepIs(rule: string, state: string): Promise<void> {
    const probe = async (): Promise<true | undefined> => {
      entry = await newest();
      return entry?.ruleName === rule && entry.steps[0]?.state === state ? true : undefined;
    };
    await eventually(probe, WITHIN_MS, 20, tell);
  }

  await say('two');
  await stepIs(second, 'done');
  await obs.crash();
  await say('one');
  await stepIs(first, 'held');
  await obs.restart();
  await stepIs(first, 'done');
});

it('a viewer’s “!scene” brings a scene on air that the streamer lists, and no other', async (context) => {
  if (obs === undefined || studio === undefined || connection === undefined) return context.skip(WITHOUT_OBS);
  const { api } = connection;
  const link = linkTo(obs);
  try {
    await eventually(() => (link.status.get().state === 'ready' ? true : undefined), WITHIN_MS);
    await link.call('SetCurrentProgramScene', { sceneName: 'Starting' });
    const shown = () => api.obsControl.state({}).catch(() => undefined);
    await eventually(async () => ((await shown())?.programScene === 'Starting' ? true : undefined), WITHIN_MS);
    const onAir: string[] = [];
    link.on('CurrentProgramSceneChanged', ({ sceneName }) => onAir.push(sceneName));
    const command = DEFAULT_COMMANDS.find(({ id }) => id === 'scene');
    await api.studio.updateSettings({
      patch: {
        audience: { commands: { changed: [{ ...command, enabled: true }] } },
        automation: { viewerScenes: ['Main', 'Be Right Back'] },
      },
    });
    await api.live.post({ text: '!scene Ending', user: 'Aki' });
    await api.live.post({ text: '!scene be right', user: 'Ben' });
    await eventually(() => (onAir.length > 0 ? true : undefined), WITHIN_MS);
    await api.live.post({ text: '!scene main', user: 'Cho' });
    await eventually(() => (onAir.includes('Main') ? true : undefined), WITHIN_MS);
    expect(onAir).toEqual(['Be Right Back', 'Main']);
  } finally {
    await link.close();
  }
});
