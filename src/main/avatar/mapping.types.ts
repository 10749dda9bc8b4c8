import type { Binding } from '#shared/avatar/bindings.ts';
import type { EyePreset, MotionPreset } from '#shared/avatar/mapping-presets.ts';
import type { AvatarModel } from '#shared/avatar/model.ts';
import type { MappingRow } from '#shared/avatar/parameters.ts';
import type { PhysicsState, Placement, Tint } from '#shared/avatar/scene.ts';
import type { VtubeReport } from '#shared/avatar/vtube-report.ts';
import type { Cell } from '#shared/cell.ts';
import type { MappingMeters, MappingView } from '#shared/contract/parameters.ts';

/** As far as a mapping needs a model of the library. */
export type MappedModel = Pick<AvatarModel, 'id' | 'name'> & {
  readonly description: Pick<AvatarModel['description'], 'parameters'>;
};

/** How the model looks beside its parameters, as imported. */
export interface ModelLook {
  readonly physics: PhysicsState | undefined;
  readonly tints: readonly Tint[];
}

/** What an import hands to its neighbours; the mapping keeps the rest itself. */
export interface VtubeTargets {
  /** The model has this hotkey already, from an import before. */
  hasBinding(id: string, modelId: string): boolean;
  takeBindings(bindings: readonly Binding[], modelId: string): void;
  setIdleMotion(modelId: string, name: string): void;
  setPlacement(modelId: string, placement: Pick<Placement, 'x' | 'rotation'>): void;
  modelByVtubeFile(fileName: string): string | undefined;
}

/** Which input drives which parameter of the model in use, and every verb that changes it. Each change is one step of undo. */
export interface MappingDesk {
  readonly view: Cell<MappingView>;
  /** Changes with the model in use and with imports. */
  readonly look: Cell<ModelLook>;
  /** The model on stage, whenever it or what is known of it changes; undefined: none. */
  setModel(model: MappedModel | undefined): void;
  setRow(row: MappingRow): MappingView;
  /** Returns the id of the new row. */
  addRow(wish: { readonly input: string; readonly output: string }): string;
  removeRow(id: string): MappingView;
  /** Returns how many rows were added. */
  fillAutomatically(): number;
  applyPreset(preset: { readonly motion?: MotionPreset | undefined; readonly eyes?: EyePreset | undefined }): MappingView;
  reset(): MappingView;
  undo(): MappingView;
  /** Takes over a model's settings from VTube Studio. `model`: one of the library; the one in use when undefined. */
  importVtube(fileName: string, text: string, model?: MappedModel): VtubeReport;
  meters(): MappingMeters;
  /** The model was removed from the library for good. */
  forget(modelId: string): void;
  close(): Promise<void>;
}
