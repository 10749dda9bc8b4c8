import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AvatarView } from '#main/avatar/avatar.types.ts';
import { createBindingDesk } from '#main/avatar/bindings/binding-desk.ts';
import type { BindingService } from '#main/avatar/bindings/binding-service.types.ts';
import type { Clock } from '#main/platform/host.ts';
import { silentLogger } from '#main/platform/logger.ts';
import type { Action, Binding } from '#shared/avatar/bindings.ts';
import { type AvatarModel, emptyDescription } from '#shared/avatar/model.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import type { BindingDraft } from '#shared/contract/bindings.ts';
import type { HealthReport } from '#shared/health.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

export interface Performed {
  readonly action: Action;
  readonly at: number;
  readonly bindingId: string;
  readonly signal: AbortSignal;
}

/** A real desk of bindings on a temporary file; the avatar and whoever carries out actions are in memory. */
export interface BindingHarness {
  readonly desk: BindingService;
  readonly clock: FakeClock;
  readonly performed: Performed[];
  readonly reports: HealthReport[];
  readonly file: string;
  readonly view: Cell<AvatarView>;
  readonly models: Cell<readonly AvatarModel[]>;
  settingsHotkeys: { accelerator: string; action: string }[];
  /** What the next action answers, or throws. */
  outcome: { problem?: string; error?: Error };
  use(model: AvatarModel | undefined): void;
  light(names: readonly string[]): void;
  add(change: Partial<BindingDraft>): string;
  /** Types and names of what was performed: "expression:happy:toggle". */
  deeds(): string[];
  close(): Promise<void>;
}

export const MODEL_A = 'a'.repeat(32);
export const MODEL_B = 'b'.repeat(32);

export function avatarModel(
  change: Partial<AvatarModel> & { expressions?: readonly string[]; motions?: readonly string[] } = {},
): AvatarModel {
  const { expressions = [], motions = [], ...rest } = change;
  return {
    id: MODEL_A,
    name: 'Ann',
    format: 'vrm',
    origin: 'shipped',
    entry: 'a.vrm',
    url: '/avatars/a.vrm',
    thumbnailUrl: null,
    bytes: 1,
    addedAt: 0,
    meta: { author: '', licence: '', licenceUrl: '', contact: '', copyright: '', permissions: [] },
    description: {
      ...emptyDescription,
      expressions: expressions.map((name) => ({ name, file: `${name}.exp3.json`, fadeIn: 0.2, fadeOut: 0.2, parameters: [] })),
      motions: motions.map((name) => ({ name, file: `${name}.vrma`, group: '', duration: 2, loop: false })),
    },
    accepted: true,
    ...rest,
  };
}

export const draft = (change: Partial<BindingDraft> = {}): BindingDraft => ({
  name: 'Smile',
  modelId: null,
  enabled: true,
  triggers: [],
  actions: [{ delay: 0, action: toggle('happy') }],
  cooldown: 0,
  ...change,
});
export const toggle = (name: string): Action => ({ type: 'expression', name, mode: 'toggle', seconds: 0, fade: null, group: '' });
export const hold = (name: string, seconds = 0): Action => ({
  type: 'expression',
  name,
  mode: 'hold',
  seconds,
  fade: null,
  group: '',
});

export function createBindingHarness(options: { folder?: string; clock?: Clock; model?: AvatarModel } = {}): BindingHarness {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'yingxi-bindings-'));
  const clock = createFakeClock();
  const file = join(folder, 'bindings.json');
  const performed: Performed[] = [];
  const reports: HealthReport[] = [];
  const view = createCell<AvatarView>(viewOf(options.model, []));
  const models = createCell<readonly AvatarModel[]>(options.model === undefined ? [] : [options.model]);
  const state: Pick<BindingHarness, 'settingsHotkeys' | 'outcome'> = { settingsHotkeys: [], outcome: {} };
  const desk = createBindingDesk({
    file,
    clock: options.clock ?? clock,
    logger: silentLogger,
    report: (health) => reports.push(health),
    async perform(action, { bindingId, signal }) {
      performed.push({ action, at: clock.now(), bindingId, signal });
      if (state.outcome.error !== undefined) throw state.outcome.error;
      return state.outcome.problem;
    },
    avatar: { view },
    library: { models },
    items: undefined,
    settingsHotkeys: () => state.settingsHotkeys,
    language: () => 'en',
    mac: false,
  });
  return Object.assign(state, {
    desk,
    clock,
    performed,
    reports,
    file,
    view,
    models,
    use: (model: AvatarModel | undefined) => view.set(viewOf(model, [])),
    light: (names: readonly string[]) => view.set(viewOf(view.get().model, names)),
    add: (change: Partial<BindingDraft>) => desk.add(draft(change)),
    deeds: () => performed.map(({ action }) => deedText(action)),
    async close() {
      await desk.closed();
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  });
}

function viewOf(model: AvatarModel | undefined, active: readonly string[]): AvatarView {
  return {
    model,
    loadedAt: 0,
    loadMs: 0,
    placement: { x: 0, y: 0, rotation: 0, size: 0 },
    expressions: (model?.description.expressions ?? []).map(({ name, file }) => ({
      name,
      file,
      active: active.includes(name),
      secondsLeft: undefined,
      held: false,
    })),
    motion: undefined,
    idleMotion: undefined,
    idlePlaylist: [],
  };
}

function deedText(action: Action): string {
  const parts = [action.type, 'name' in action ? action.name : undefined, 'mode' in action ? action.mode : undefined];
  return parts.filter((part) => part !== undefined).join(':');
}

export const named = (bindings: readonly Binding[]): string[] => bindings.map(({ name }) => name);
