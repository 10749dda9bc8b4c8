import type { SetupNote } from '#shared/obs/setup/setup-view.ts';
import type { SetupTemplate, TemplateSource } from '#shared/obs/setup/template.ts';
import { findOurs } from './ours.ts';
import type { PlanInput, Planned, PlannedStep } from './plan.types.ts';
import { planLeftovers } from './plan-leftovers.ts';
import { planScene } from './plan-scene.ts';
import { createSourceBook } from './plan-sources.ts';
import { withOrderBack } from './removals.ts';
import { BROWSER_KIND, KEY_COLOUR } from './wanted-input.ts';

const TRANSPARENT = 'transparent';
const DESKTOP_SOUND_ID = 'desktop-sound';

/** What has to be done so that OBS is as the template says; nothing that is not Yingxi's is among it. Pure. */
export function planSetup(given: PlanInput): Planned {
  const captures = !given.hasKind(BROWSER_KIND);
  const input = captures && !given.snapshot.hearsDesktop ? { ...given, template: withDesktopSound(given) } : given;
  const { snapshot, record, template } = input;
  const ours = findOurs(snapshot, record);
  const sources = createSourceBook(input, ours);
  const steps: PlannedStep[] = [stageStep(input, captures)].filter((step) => step !== undefined);
  steps.push(...sources.replaced());
  let startIsNew = false;
  let startName = '';
  for (const scene of template.scenes) {
    const planned = planScene(scene, { input, ours, sources });
    steps.push(...planned.steps);
    if (scene.id !== template.start) continue;
    startIsNew = planned.isNew;
    startName = planned.name;
  }
  steps.push(...sources.untouched());
  steps.push(...planLeftovers(input, ours, sources));
  if (input.wish.showAtOnce && !snapshot.onAir && startIsNew) steps.push(programStep(startName, snapshot.programScene));
  return {
    steps: withOrderBack(steps, snapshot),
    notes: notesOf(input, captures),
    present: ours.inputs.size + ours.scenes.size > 0,
  };
}

/** The window of the stage plays on the desktop: OBS has to record that where it does not yet. */
function withDesktopSound({ template, desktopSoundName }: PlanInput): SetupTemplate {
  const avatars = new Set(
    template.sources.filter(({ content }) => content.kind === 'page' && content.page === 'avatar').map(({ id }) => id),
  );
  if (avatars.size === 0) return template;
  const source: TemplateSource = {
    id: DESKTOP_SOUND_ID,
    name: desktopSoundName,
    content: { kind: 'desktop-sound' },
    audio: { hear: 'no', tracks: [1], syncOffsetMs: 0 },
    filters: [],
  };
  return {
    ...template,
    sources: [...template.sources, source],
    scenes: template.scenes.map((scene) =>
      scene.items.some((item) => avatars.has(item.source))
        ? {
            ...scene,
            items: [
              ...scene.items,
              {
                source: DESKTOP_SOUND_ID,
                placement: { x: 0, y: 0, width: 1, height: 1, anchor: 'centre', fit: 'inside' },
                visible: true,
                locked: false,
              },
            ],
          }
        : scene,
    ),
  };
}

/** A clear background for browser sources, the key colour and an open window for captures. */
function stageStep({ stage }: PlanInput, captures: boolean): PlannedStep | undefined {
  const background = captures ? KEY_COLOUR : TRANSPARENT;
  const open = captures && stage.windowAvailable && !stage.windowOpen;
  if (stage.background.toLowerCase() === background && !open) return undefined;
  return {
    id: 'stage',
    verb: 'update',
    subject: 'stage',
    name: '',
    parent: '',
    why: captures ? 'key-colour' : 'clear-background',
    changes: [
      {
        op: { do: 'stage', background, ...(open ? { windowOpen: true } : {}) },
        back: [{ op: { do: 'stage', background: stage.background, ...(open ? { windowOpen: false } : {}) } }],
      },
    ],
  };
}

const programStep = (scene: string, before: string): PlannedStep => ({
  id: 'on-air',
  verb: 'update',
  subject: 'on-air',
  name: scene,
  parent: '',
  why: 'show-at-once',
  changes: [{ op: { do: 'program', scene }, back: before === '' ? [] : [{ op: { do: 'program', scene: before } }] }],
});

function notesOf(input: PlanInput, captures: boolean): SetupNote[] {
  const { snapshot, stage, template } = input;
  const notes: SetupNote[] = [];
  const note = (code: SetupNote['code'], names: string[] = []): number => notes.push({ code, names });
  if (captures) {
    note('no-browser-source');
    if (!stage.windowAvailable) note('open-stage-window');
    if (!snapshot.hearsDesktop) note('no-desktop-sound');
  } else if (snapshot.hearsDesktop && template.sources.some(({ audio }) => audio?.hear === 'auto')) note('desktop-sound');
  if (snapshot.onAir && input.wish.showAtOnce) note('on-air');
  return notes;
}
