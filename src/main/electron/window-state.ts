import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeFileAtomicSync } from '#main/platform/atomic-file.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { WIDGETS } from '#shared/overlays/overlay-list.ts';
import { boundsSchema } from './window-bounds.ts';

const SAVE_DELAY_MS = 500;
/** Desks remembered per window; the one longest unused goes first. */
const MAX_LAYOUTS = 8;

/** Overlays have windows of their own. */
const windowNameSchema = z.union([z.enum(['studio', 'stage']), z.templateLiteral(['overlay-', z.enum(WIDGETS)])]);
export type WindowName = z.infer<typeof windowNameSchema>;

const placementSchema = z.object({ bounds: boundsSchema, maximized: z.boolean() });
export type Placement = z.infer<typeof placementSchema>;

const rememberedSchema = z.object({
  last: placementSchema,
  /** Newest last. */
  layouts: z.array(z.object({ key: z.string().max(500), placement: placementSchema })).max(MAX_LAYOUTS),
});
type Remembered = z.infer<typeof rememberedSchema>;

const windowStateSchema = z.object({
  version: z.literal(1),
  windows: z.partialRecord(windowNameSchema, rememberedSchema),
  /** The theme last shown, so that the next start opens in its colour before the settings are read. */
  theme: z.enum(['auto', 'light', 'dark']),
});
type WindowState = z.infer<typeof windowStateSchema>;
export type RememberedTheme = WindowState['theme'];

export interface WindowStateStore {
  /** Where the window was with these displays (see `layoutKey`), else where it was last. Not yet healed. */
  placement(name: WindowName, layout: string): Placement | undefined;
  remember(name: WindowName, layout: string, placement: Placement): void;
  theme(): RememberedTheme;
  rememberTheme(theme: RememberedTheme): void;
  /** Writes what waits. Safe to call again. */
  close(): void;
}

/** Window positions in one small JSON file, written at most twice a second. A file that is missing or broken means first-time positions, never an error. */
export function createWindowStateStore(options: {
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
}): WindowStateStore {
  const { file, clock, logger } = options;
  let state = readState(file, logger);
  let cancelSave: (() => void) | undefined;

  const save = (): void => {
    cancelSave = undefined;
    try {
      writeFileAtomicSync(file, JSON.stringify(state, null, 2));
    } catch (error) {
      logger.warn('window positions could not be written; windows will open where they last were saved', {
        file,
        cause: messageFromUnknown(error),
      });
    }
  };
  const change = (next: WindowState): void => {
    state = next;
    cancelSave ??= clock.after(SAVE_DELAY_MS, save);
  };

  return {
    placement(name, layout) {
      const remembered = state.windows[name];
      return remembered?.layouts.find((entry) => entry.key === layout)?.placement ?? remembered?.last;
    },
    remember(name, layout, placement) {
      change({ ...state, windows: { ...state.windows, [name]: withPlacement(state.windows[name], layout, placement) } });
    },
    theme: () => state.theme,
    rememberTheme(theme) {
      if (theme !== state.theme) change({ ...state, theme });
    },
    close() {
      if (cancelSave === undefined) return;
      cancelSave();
      save();
    },
  };
}

function withPlacement(old: Remembered | undefined, layout: string, placement: Placement): Remembered {
  const others = (old?.layouts ?? []).filter((entry) => entry.key !== layout).slice(-(MAX_LAYOUTS - 1));
  return { last: placement, layouts: [...others, { key: layout, placement }] };
}

function readState(file: string, logger: Logger): WindowState {
  const fresh: WindowState = { version: 1, windows: {}, theme: 'auto' };
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return fresh;
  }
  const parsed = windowStateSchema.safeParse(jsonOrUndefined(text));
  if (parsed.success) return parsed.data;
  logger.warn('the file of window positions is broken; windows open at their first places', { file });
  return fresh;
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
