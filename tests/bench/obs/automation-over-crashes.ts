import type { ObsLink } from '#main/obs/obs.types.ts';
import { emptyRule, type RuleDraft } from '#shared/automation/rule.ts';
import type { TimelineEntry } from '#shared/automation/timeline.ts';
import type { ShowAction } from '#shared/show/show-actions.ts';
import { eventually } from '../../support/numbers.ts';
import type { RealObs } from '../../support/real-obs.ts';
import { connectStudioApi } from '../../support/studio-api.ts';
import { startStudio } from '../../support/studio-process.ts';

/** A real studio whose rules act on an OBS that is being crashed: each thing they set is set to the other value each time. */
export interface AutomationOverCrashes {
  /** Words of viewers that come just before OBS dies: what they fire is under way then. */
  beforeCrash(): Promise<void>;
  whileAway(): Promise<void>;
  /** Waits until nothing is held any more. What OBS shows then, and each step's end, are compared with what was wished. */
  afterReturn(): Promise<void>;
  tally(): { readonly fired: number; readonly notDone: readonly string[]; readonly wrongInObs: readonly string[] };
  close(): Promise<void>;
}

const SCENES = ['Main', 'Ending', 'Be Right Back'] as const;
const HIDDEN_SCENE = 'Starting';
const ITEM = `${HIDDEN_SCENE} fill`;
const MICROPHONE = { sceneName: HIDDEN_SCENE, inputName: 'Mic', inputKind: 'pulse_input_capture' } as const;

/** `link`: a connection of the bench's own, which asks what OBS shows in the end. */
export async function automationOverCrashes(obs: RealObs, link: ObsLink): Promise<AutomationOverCrashes> {
  await link.call('CreateInput', { ...MICROPHONE, inputSettings: { device_id: 'microphone' } });
  const { sceneItemId } = await link.call('GetSceneItemId', { sceneName: HIDDEN_SCENE, sourceName: ITEM });
  const studio = await startStudio({
    env: {
      YINGXI_BRAIN_MODE: 'offline',
      YINGXI_OBS_ENABLED: 'true',
      YINGXI_OBS_URL: obs.url,
      YINGXI_OBS_PASSWORD: obs.password,
    },
  });
  const connection = await connectStudioApi(studio);
  const { api } = connection;
  const timeline = async (): Promise<readonly TimelineEntry[]> => (await first(api.automation.watchTimeline({}))) ?? [];
  await eventually(() => api.obsControl.state({}).catch(() => undefined));
  await api.automation.add({ rules: RULES });

  const notDone: string[] = [];
  const wrongInObs: string[] = [];
  let fired = 0;
  let round = 0;
  /** The newest entry that was looked at. */
  let seen = 0;
  const say = async (...words: string[]): Promise<void> => {
    for (const text of words) await api.live.post({ text, user: 'Aki' });
    fired += words.length;
  };
  const sceneNow = (): (typeof SCENES)[number] => SCENES[round % 2 === 0 ? 0 : 1] ?? 'Main';
  const flag = (): 'on' | 'off' => (round % 2 === 0 ? 'off' : 'on');

  return {
    beforeCrash: () => say('to Be Right Back'),
    whileAway: () => say(`to ${sceneNow()}`, `item ${flag()}`, `mute ${flag()}`),
    async afterReturn() {
      const entries = await eventually(async () => {
        const fresh = (await timeline()).filter(({ seq }) => seq > seen);
        return fresh.length >= 4 && fresh.every(isSettled) ? fresh : undefined;
      });
      seen = entries.at(-1)?.seq ?? seen;
      // The scene that was under way gives way to the one wished for later.
      for (const { ruleName, steps } of entries)
        for (const step of steps)
          if (step.state !== 'done' && !(step.state === 'stopped' && ruleName === 'to Be Right Back'))
            notDone.push(`${round} ${ruleName}: ${step.state} ${step.problem}`);
      const wished = { scene: sceneNow(), visible: flag() === 'on', muted: flag() === 'on' };
      const [want, is] = [JSON.stringify(wished), JSON.stringify(await shown())];
      if (is !== want) wrongInObs.push(`${round} wished ${want}, is ${is}`);
      round += 1;
    },
    tally: () => ({ fired, notDone, wrongInObs }),
    async close() {
      connection.close();
      await studio.stop();
    },
  };

  async function shown() {
    const { currentProgramSceneName: scene } = await link.call('GetSceneList');
    const { sceneItemEnabled: visible } = await link.call('GetSceneItemEnabled', { sceneName: HIDDEN_SCENE, sceneItemId });
    const { inputMuted: muted } = await link.call('GetInputMute', { inputName: MICROPHONE.inputName });
    return { scene, visible, muted };
  }
}

const isSettled = ({ steps }: TimelineEntry): boolean => steps.every(({ state }) => state !== 'waiting' && state !== 'held');

const RULES: RuleDraft[] = [
  ...SCENES.map((scene) => rule(`to ${scene}`, { type: 'obs-scene', scene, transition: '' })),
  ...(['on', 'off'] as const).flatMap((mode) => [
    rule(`item ${mode}`, { type: 'obs-item', scene: HIDDEN_SCENE, source: ITEM, mode }),
    rule(`mute ${mode}`, { type: 'obs-mute', source: MICROPHONE.inputName, mode }),
  ]),
];

function rule(word: string, action: ShowAction): RuleDraft {
  return {
    ...emptyRule(),
    name: word,
    when: [{ type: 'chat', words: [word], match: 'whole', who: 'everyone' }],
    do: [{ delay: 0, action }],
  };
}

async function first<T>(stream: Promise<AsyncIterable<T>>): Promise<T | undefined> {
  for await (const value of await stream) return value;
  return undefined;
}
