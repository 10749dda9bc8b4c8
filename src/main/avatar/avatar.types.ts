import type { AvatarModel, AvatarSource, ModelDescription } from '#shared/avatar/model.ts';
import type { AvatarScene, PhysicsState, Placement, Tint } from '#shared/avatar/scene.ts';
import type { Cell } from '#shared/cell.ts';

/** The models that the streamer has, as a list that changes. */
export interface ModelLibrary {
  readonly models: Cell<readonly AvatarModel[]>;
  find(modelId: string): AvatarModel | undefined;
  /** What a stage found out when it loaded the model; kept beside the model's files. */
  learn(modelId: string, description: ModelDescription): void;
}

export interface ExpressionState {
  readonly name: string;
  readonly file: string;
  readonly active: boolean;
  /** Seconds until it switches itself off; undefined: stays. */
  readonly secondsLeft: number | undefined;
  /** It ends when the key that holds it is let go. */
  readonly held: boolean;
}

/** What the avatar does beyond speaking. Watches see every change; plugins and the interface drive it through the same verbs. */
export interface AvatarView {
  readonly model: AvatarModel | undefined;
  /** ms since the epoch at which the model was asked for, and what the last stage needed to load it. */
  readonly loadedAt: number;
  readonly loadMs: number;
  readonly placement: Placement;
  readonly expressions: readonly ExpressionState[];
  readonly motion: string | undefined;
  readonly idleMotion: string | undefined;
  readonly idlePlaylist: readonly string[];
}

/** Why an expression, a motion or a model could not be had. */
export type DeskAnswer = 'done' | 'no-model' | 'unknown';

export interface AvatarDesk {
  readonly view: Cell<AvatarView>;
  source(): AvatarSource;
  scene(): AvatarScene;
  /** Puts a model of the library on every stage; the old one stays until the new one is drawn. */
  load(modelId: string): DeskAnswer;
  /** Moves from where it is now, eased, over 0…2 s. Fields that are absent stay. */
  move(target: { readonly [K in keyof Placement]?: number | undefined }, seconds: number): DeskAnswer;
  setExpression(name: string, request: ExpressionRequest): DeskAnswer;
  clearExpressions(): void;
  /** name undefined: ends the motion that plays. */
  playMotion(name: string | undefined, loop: boolean): DeskAnswer;
  setIdleMotion(name: string | undefined): DeskAnswer;
  /** Several that take turns, each played once through. Empty: only the built-in life. */
  setIdlePlaylist(names: readonly string[]): DeskAnswer;
  /** Tints of one owner (a plugin's session); they go with `dropOwner`. Later tints win. Returns how many meshes match. */
  tint(owner: string, tint: Tint): number;
  /** Overrides the model's physics until it is called again; undefined: as the author and the streamer set it. */
  setPhysics(physics: PhysicsState | undefined): void;
  /** Final values of the model's parameters, in the order of its description; as old as 100 ms, and defaults while no stage is open. */
  parameterValues(): Float32Array;
  /** Forgets what this owner tinted. */
  dropOwner(owner: string): void;
  close(): void;
}

export interface ExpressionRequest {
  readonly active: boolean | 'toggle';
  /** Seconds of the fade in (the fade out uses the same); undefined: the model's own. */
  readonly fade: number | undefined;
  /** Switches itself off after so many seconds; undefined: stays. */
  readonly seconds: number | undefined;
  /** Ends when whoever holds it lets go. */
  readonly held: boolean;
  /** Others of the same group go off. '' for none. */
  readonly group: string;
}
