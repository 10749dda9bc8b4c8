import type { Binding } from '#shared/avatar/bindings.ts';
import { motionNameOf } from '#shared/avatar/cubism/live2d-manifest.ts';
import type { MappingRow } from '#shared/avatar/parameters.ts';
import type { PhysicsState, Placement, Tint } from '#shared/avatar/scene.ts';
import type { VtubeContext, VtubeNotes } from './vtube-context.ts';
import { bindingsFromHotkeys } from './vtube-hotkeys.ts';
import { readVtubeFile, type VtubeFile, type VtubeRow } from './vtube-json.ts';
import type { VtubeReason, VtubeReport } from './vtube-report.ts';

/** Of a placement, what means the same everywhere: window coordinates and degrees, clockwise. */
export type VtubePlacement = Pick<Placement, 'x' | 'rotation'>;

/** All that can be carried over. What VTube Studio says nothing of is undefined. */
export interface VtubeImport {
  readonly rows: readonly MappingRow[];
  readonly bindings: readonly Binding[];
  readonly idleMotion: string | undefined;
  readonly physics: PhysicsState | undefined;
  readonly tints: readonly Tint[];
  readonly placement: VtubePlacement | undefined;
  /** How expressions blend whose file does not say it: VTube Studio overwrites. */
  readonly expressionBlend: 'overwrite';
  readonly report: VtubeReport;
}

/** The report must stay readable and small whatever is in the file. */
const NOTE_LIMIT = 500;
const ROW_LIMIT = 2000;

/** Throws `invalid-input` for a file that is none of VTube Studio's. */
export function importVtube(json: string, fileName: string, context: VtubeContext): VtubeImport {
  const file = readVtubeFile(json, fileName);
  const report: VtubeReport = { name: file.Name, taken: [], left: [] };
  const notes: VtubeNotes = {
    taken: (what, count) => void report.taken.push({ what, count }),
    left(what, name, why, detail) {
      if (report.left.length < NOTE_LIMIT)
        report.left.push({ what, name: name.slice(0, 200), why, detail: detail.slice(0, 200) });
    },
  };
  const rows = rowsFrom(file.ParameterSettings, context, notes);
  const bindings = bindingsFromHotkeys(file.Hotkeys, context, notes);
  const idleMotion = idleFrom(file, notes);
  const physics = physicsFrom(file, notes);
  const tints = tintsFrom(file, notes);
  const placement = placementFrom(file, notes);
  return { rows, bindings, idleMotion, physics, tints, placement, expressionBlend: 'overwrite', report };
}

function rowsFrom(settings: readonly VtubeRow[], context: VtubeContext, notes: VtubeNotes): MappingRow[] {
  const rows: MappingRow[] = [];
  const written = new Set<string>();
  const outputs = context.parameters === undefined ? undefined : new Set(context.parameters.map(({ id }) => id));
  for (const row of settings) {
    const name = row.Name || row.OutputLive2D || row.Input;
    const why = rows.length >= ROW_LIMIT ? 'too-many' : faultOf(row, written);
    if (why !== undefined) {
      notes.left('row', name, why, row.OutputLive2D);
      continue;
    }
    written.add(row.OutputLive2D);
    rows.push(rowFrom(row, context.newId()));
    if (outputs !== undefined && !outputs.has(row.OutputLive2D))
      notes.left('row', name, 'output-missing-noted', row.OutputLive2D);
    if (row.Input !== '' && !row.UseBreathing && !context.isInput(row.Input))
      notes.left('row', name, 'input-unknown-noted', row.Input);
  }
  if (rows.length > 0) notes.taken('mapping', rows.length);
  return rows;
}

function faultOf(row: VtubeRow, written: ReadonlySet<string>): VtubeReason | undefined {
  const output = row.OutputLive2D;
  if (output === '' || output.length > 200) return 'no-output';
  if (written.has(output)) return 'duplicate-output';
  const free = row.UseBreathing || row.UseBlinking;
  if ((row.Input === '' && !free) || row.Input.length > 64) return 'no-input';
  const ends = [
    row.OutputRangeLower,
    row.OutputRangeUpper,
    ...(row.UseBreathing || row.Input === '' ? [] : [row.InputRangeLower, row.InputRangeUpper]),
  ];
  return ends.every((end) => Math.abs(end) <= 1_000_000) ? undefined : 'bad-range';
}

function rowFrom(row: VtubeRow, id: string): MappingRow {
  const finite = (value: number, fallback: number): number => (Math.abs(value) <= 1_000_000 ? value : fallback);
  return {
    id,
    name: row.Name.slice(0, 200),
    input: row.UseBreathing ? '' : row.Input,
    output: row.OutputLive2D,
    inputMin: finite(row.InputRangeLower, 0),
    inputMax: finite(row.InputRangeUpper, 1),
    outputMin: row.OutputRangeLower,
    outputMax: row.OutputRangeUpper,
    clampInput: row.ClampInput,
    clampOutput: row.ClampOutput,
    curve: 1,
    smoothing: Math.min(100, Math.max(0, row.Smoothing)),
    blinking: row.UseBlinking,
    breathing: row.UseBreathing,
    whileSpeaking: 'voice',
    enabled: true,
  };
}

function idleFrom({ FileReferences, ModelPositionMovement }: VtubeFile, notes: VtubeNotes): string | undefined {
  const { IdleAnimation: idle, IdleAnimationWhenTrackingLost: lost } = FileReferences;
  if (lost !== '' && lost !== idle) notes.left('idle-motion', motionNameOf(lost), 'tracking-lost-idle', lost);
  if (ModelPositionMovement.Use) notes.left('setting', '', 'move-with-tracking', '');
  if (idle === '') return undefined;
  notes.taken('idle-motion', 1);
  return motionNameOf(idle.replaceAll('\\', '/'));
}

function physicsFrom(
  { PhysicsSettings: base, PhysicsCustomizationSettings: custom }: VtubeFile,
  notes: VtubeNotes,
): PhysicsState | undefined {
  const groups = new Map<string, { strength: number; wind: number }>();
  const put = (list: readonly { ID: string; Value: number }[], field: 'strength' | 'wind'): void => {
    for (const { ID, Value } of list) {
      if (ID === '' || ID.length > 200 || (!groups.has(ID) && groups.size >= 400)) continue;
      groups.set(ID, { strength: 1, wind: 1, ...groups.get(ID), [field]: Math.min(2, Math.max(0, Value)) });
    }
  };
  put(custom.PhysicsMultipliersPerPhysicsGroup, 'strength');
  put(custom.WindMultipliersPerPhysicsGroup, 'wind');
  const changed = [...groups].filter(([, { strength, wind }]) => strength !== 1 || wind !== 1);
  if (base.Live2DPhysicsFPS > 0) notes.left('physics', '', 'physics-rate', '');
  if (base.DraggingPhysicsStrength > 0) notes.left('physics', '', 'dragging-physics', '');
  const strength = base.Use ? Math.min(100, Math.max(0, base.PhysicsStrength)) : 0;
  const wind = base.Use ? Math.min(100, Math.max(0, base.WindStrength)) : 0;
  if (strength === 50 && wind === 0 && changed.length === 0) return undefined;
  notes.taken('physics', 1);
  if (changed.length > 0) notes.taken('physics-groups', changed.length);
  return { strength, wind, groups: changed.map(([id, values]) => ({ id, ...values })) };
}

/** "RRGGBBAA|RRGGBBAA": multiplied, then screened. */
function tintsFrom({ ArtMeshDetails }: VtubeFile, notes: VtubeNotes): Tint[] {
  const tints: Tint[] = [];
  for (const { ID, Value } of ArtMeshDetails.ArtMeshMultiplyAndScreenColors) {
    const colours = /^#?([0-9a-f]{6})([0-9a-f]{2})?\|#?([0-9a-f]{6})([0-9a-f]{2})?$/i.exec(Value.trim());
    if (ID === '' || colours === null) {
      notes.left('tint', ID, 'not-understood', Value);
      continue;
    }
    const multiply = Number.parseInt(colours[1] ?? 'ffffff', 16);
    const screen = Number.parseInt(colours[3] ?? '0', 16);
    if ((multiply === 0xffffff && screen === 0) || tints.length >= 200) continue;
    const tint = { meshes: [ID.slice(0, 200)], ...rgbOf(multiply), alpha: 255 };
    tints.push(screen === 0 ? tint : { ...tint, screen: rgbOf(screen) });
  }
  if (tints.length > 0) notes.taken('tints', tints.length);
  return tints;
}

const rgbOf = (rgb: number) => ({ red: rgb >> 16, green: (rgb >> 8) & 255, blue: rgb & 255 });

/**
 * VTube Studio's world reaches 100 units from the middle to each side of its window, so how far she stands aside carries over. How high and how large she is
 * there counts from the middle of the model's canvas, where Yingxi frames head and shoulders by itself: that stays behind.
 */
const WORLD_EDGE = 100;

function placementFrom({ SavedModelPosition }: VtubeFile, notes: VtubeNotes): VtubePlacement | undefined {
  const { Position, Rotation, Scale } = SavedModelPosition;
  if (Position.y !== 0 || Scale.x !== 1 || Scale.y !== 1) notes.left('position', '', 'unit-unknown', '');
  const x = Math.round(Math.max(-1, Math.min(1, Position.x / WORLD_EDGE)) * 1000) / 1000 || 0;
  const counterClockwise = (2 * Math.atan2(Rotation.z, Rotation.w) * 180) / Math.PI;
  const rotation = Math.round(-(((counterClockwise + 540) % 360) - 180) * 10) / 10 || 0;
  if (x !== 0) notes.taken('place', 1);
  if (rotation !== 0) notes.taken('rotation', 1);
  return x === 0 && rotation === 0 ? undefined : { x, rotation };
}
