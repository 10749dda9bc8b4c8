import type { Json } from './deeds.ts';

/** Where an item lies, in OBS's own words: pixels of the canvas, degrees, alignment bits (1 left, 2 right, 4 top, 8 bottom, 0 centre). */
export interface ItemTransform {
  readonly positionX: number;
  readonly positionY: number;
  readonly rotation: number;
  readonly scaleX: number;
  readonly scaleY: number;
  readonly alignment: number;
  readonly boundsType: string;
  readonly boundsAlignment: number;
  readonly boundsWidth: number;
  readonly boundsHeight: number;
  readonly cropLeft: number;
  readonly cropTop: number;
  readonly cropRight: number;
  readonly cropBottom: number;
}

export interface ItemSnapshot {
  /** Unique within its scene or group. */
  readonly id: number;
  /** 0 = at the back. */
  readonly index: number;
  readonly source: string;
  readonly isGroup: boolean;
  readonly visible: boolean;
  readonly locked: boolean;
  readonly transform: ItemTransform;
}

/** What Yingxi wrote on a thing that it made: survives renames, and goes with the thing. */
export interface Mark {
  /** Of a source its id, of a scene "template/scene". */
  readonly id: string;
}

export interface SceneSnapshot {
  readonly name: string;
  /** '' before OBS 30. */
  readonly uuid: string;
  readonly mark: Mark | undefined;
  readonly items: readonly ItemSnapshot[];
}

export interface SoundSnapshot {
  readonly monitor: string;
  readonly tracks: Readonly<Record<string, boolean>>;
  readonly syncOffsetMs: number;
  readonly volumeDb: number;
  readonly muted: boolean;
  readonly balance: number;
}
export interface FilterSnapshot {
  readonly name: string;
  readonly kind: string;
  readonly enabled: boolean;
  readonly settings: Json;
}

export interface InputSnapshot {
  readonly name: string;
  readonly uuid: string;
  readonly kind: string;
  readonly mark: Mark | undefined;
  /** Of marked inputs; {} otherwise. */
  readonly settings: Json;
  /** Of marked inputs; undefined: it makes no sound. */
  readonly sound: SoundSnapshot | undefined;
  /** Of marked inputs. */
  readonly filters: readonly FilterSnapshot[];
}

/** OBS at one moment, as far as the set-up looks. */
export interface ObsSnapshot {
  readonly collection: string;
  /** 'windows', 'macos', or the name of a Linux distribution. */
  readonly platform: string;
  readonly canvas: { readonly width: number; readonly height: number };
  readonly programScene: string;
  /** In OBS's order. */
  readonly scenes: readonly SceneSnapshot[];
  /** Groups by name, with what they hold. */
  readonly groups: ReadonlyMap<string, readonly ItemSnapshot[]>;
  readonly inputs: readonly InputSnapshot[];
  readonly onAir: boolean;
  /** OBS records what the desktop plays. */
  readonly hearsDesktop: boolean;
}
