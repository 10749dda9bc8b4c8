import type { Logger } from '#main/platform/logger.ts';
import type { WidgetId } from '#shared/overlays/overlay-list.ts';

/** Time as an argument, so that tests own it. */
export interface Clock {
  /** ms since the epoch, with fractions, on the same base as a page's `performance.timeOrigin + performance.now()`. */
  now(): number;
  /** Calls `task` once after `delayMs`; returns a cancel function. */
  after(delayMs: number, task: () => void): () => void;
}

/** Where secrets live. `protection` tells the interface how well they are kept. */
export interface SecretStore {
  readonly protection: 'os-keychain' | 'key-file';
  get(name: string): string | undefined;
  /** Throws `storage` when it cannot be kept. An empty value removes it. */
  set(name: string, value: string): void;
}

/** A child process that may die. Messages are structured clones; order is kept. */
export interface WorkerLink {
  readonly pid: number | undefined;
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once. `code` is not to be trusted in Electron: an aborted process reports 0. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

export interface StageWindowState {
  readonly open: boolean;
  readonly alwaysOnTop: boolean;
  readonly clickThrough: boolean;
}

/** A global shortcut: an Electron accelerator and what it does. */
export interface Hotkey {
  readonly accelerator: string;
  readonly action: string;
  readonly run: () => void;
}

/** All that the core needs of the world. An ability that is absent is `undefined`, and `absent` says why in plain English. */
export interface Host {
  readonly kind: 'electron' | 'headless';
  /** For people: "Electron 25.1.1, Node 18.15.0". */
  readonly runtime: string;
  readonly paths: {
    /** The user's data: settings, history, recordings, logs. */
    readonly data: string;
    /** Read-only files that ship with the program. */
    readonly resources: string;
    /** Models that ship with the program, read-only: a folder each. */
    readonly models: string;
    /** Built pages: studio/, stage/, assets/. */
    readonly pages: string;
    /** Development only: address of a server that has the pages as they are edited. */
    readonly pageServer?: string | undefined;
    /** Built worker entries: voice-worker.cjs, inference-worker.cjs, store-worker.cjs, audience-worker.cjs, import-worker.cjs. */
    readonly workers: string;
  };
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly secrets: SecretStore;
  /** Starts a process of its own from `paths.workers`. Never throws: a failure to start is an exit. */
  spawnWorker(entry: 'voice-worker' | 'inference-worker' | 'import-worker', args: readonly string[]): WorkerLink;
  /** Brings the stage window to this state. */
  readonly stageWindow: ((state: StageWindowState, url: string) => void) | undefined;
  /** The same for an overlay's window. */
  readonly overlayWindow: ((widget: WidgetId, state: StageWindowState, url: string) => void) | undefined;
  /** Replaces all global hotkeys; returns those that another program holds. */
  readonly globalHotkeys: ((hotkeys: readonly Hotkey[]) => readonly Hotkey[]) | undefined;
  readonly openFolder: ((path: string) => Promise<void>) | undefined;
  readonly absent: { readonly stageWindow?: string; readonly globalHotkeys?: string; readonly openFolder?: string };
}
