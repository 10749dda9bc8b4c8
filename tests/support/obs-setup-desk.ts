import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ObsLink, ObsRequest } from '#main/obs/obs.types.ts';
import { createObsSetup } from '#main/obs/setup/obs-setup.ts';
import type { StageState } from '#main/obs/setup/plan.types.ts';
import type { ObsSetup } from '#main/obs/setup/setup.types.ts';
import type { Clock } from '#main/platform/host.ts';
import { silentLogger } from '#main/platform/logger.ts';
import type { SetupPlan } from '#shared/obs/setup/setup-view.ts';
import type { SetupLanguage } from '#shared/obs/setup/shipped-templates.ts';

/** The set-up of the product on a link, with a stage and a file of its own. */
export interface SetupDesk {
  setup: ObsSetup;
  readonly stage: { background: string; windowOpen: boolean; windowAvailable: boolean };
  readonly pages: { origin: string };
  readonly words: { language: SetupLanguage };
  /** The file that it keeps; a new desk on the same file is the program after a new start. */
  readonly file: string;
  /** Ends this set-up and begins anew from the file. */
  restart(): Promise<void>;
  plan(kind: 'apply' | 'remove', templateId?: string): Promise<SetupPlan>;
  /** "make scene Chatting", … of the steps that change something. */
  changes(templateId?: string): Promise<string[]>;
  close(): Promise<void>;
}

export function createSetupDesk(link: ObsLink, clock: Clock, from: Partial<StageState> = {}): SetupDesk {
  const folder = mkdtempSync(join(tmpdir(), 'yingxi-obs-setup-'));
  const file = join(folder, 'obs-setup.json');
  const stage = { background: 'transparent', windowOpen: false, windowAvailable: true, ...from };
  const pages = { origin: 'http://127.0.0.1:7000' };
  const words: { language: SetupLanguage } = { language: 'en' };
  const desk: SetupDesk = {
    setup: begin(),
    stage,
    pages,
    words,
    file,
    async restart() {
      await desk.setup.close();
      desk.setup = begin();
    },
    plan: (kind, templateId = 'chatting') => desk.setup.plan({ kind, templateId }, new AbortController().signal),
    async changes(templateId) {
      const { steps } = await desk.plan('apply', templateId);
      return steps
        .filter(({ verb }) => verb !== 'keep' && verb !== 'skip')
        .map(({ verb, subject, name, parent }) => [verb, subject, name, ...(parent === '' ? [] : [`in ${parent}`])].join(' '));
    },
    async close() {
      await desk.setup.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return desk;

  function begin(): ObsSetup {
    return createObsSetup({
      link,
      file,
      clock,
      logger: silentLogger,
      report: () => {},
      language: () => words.language,
      stage: () => stage,
      setStage: (patch) => Object.assign(stage, patch),
      pageUrl: (page) => (page === 'music' ? undefined : `${pages.origin}/overlays/?token=t&show=${page}`),
      windowTitles: ['Yingxi Stage'],
    });
  }
}

/** All that clients can read of OBS's scenes and sources, as text: equal texts are equal collections. */
export async function fingerprint(link: ObsLink): Promise<string> {
  // OBS measures what is new, and lets go of what is removed, with the next pictures.
  let before = await readAll(link);
  for (let tries = 0; tries < 40; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    const now = await readAll(link);
    if (now === before) return now;
    before = now;
  }
  return before;
}

async function readAll(link: ObsLink): Promise<string> {
  const scenes = await link.call('GetSceneList');
  const inputs = await link.call('GetInputList');
  const groups = await link.call('GetGroupList');
  const names = scenes.scenes.map(({ sceneName }) => String(sceneName));
  const inputNames = inputs.inputs.map(({ inputName }) => String(inputName));
  const requests: ObsRequest[] = [
    ...names.flatMap((sceneName): ObsRequest[] => [
      { type: 'GetSceneItemList', data: { sceneName } },
      { type: 'GetSourceFilterList', data: { sourceName: sceneName } },
    ]),
    ...groups.groups.map((sceneName): ObsRequest => ({ type: 'GetGroupSceneItemList', data: { sceneName: String(sceneName) } })),
    ...inputNames.flatMap((inputName): ObsRequest[] => [
      { type: 'GetInputSettings', data: { inputName } },
      { type: 'GetSourceFilterList', data: { sourceName: inputName } },
      { type: 'GetInputVolume', data: { inputName } },
      { type: 'GetInputAudioTracks', data: { inputName } },
    ]),
  ];
  const details = await link.batch(requests, { timeoutMs: 30_000 });
  const marks = await Promise.all(names.map((sourceName) => link.callPrivate('GetSourcePrivateSettings', { sourceName })));
  return JSON.stringify({ scenes, inputs, groups, details, marks });
}
