import { z } from 'zod';
import { controlRowSchema } from './control-row.ts';
import { DEFAULT_CONTROL_ROWS } from './default-rows.ts';

export const CONTROL_ROW_LIMIT = 200;

/** Section `tracking.controls`. */
export const controlSettingsSchema = z
  .object({
    enabled: z.boolean().default(false),
    /** Only while the studio's page has the focus, and never while something is typed. */
    keyboard: z.boolean().default(false),
    mouse: z.boolean().default(false),
    gamepad: z.boolean().default(true),
    midi: z.boolean().default(true),
    /** The phone's page may move her. */
    remote: z.boolean().default(true),
    /** Seconds at rest after which a part of the body is let go; 0: never. */
    restSeconds: z.number().min(0).max(600).default(4),
    rows: z
      .array(controlRowSchema)
      .max(CONTROL_ROW_LIMIT)
      .default(() => [...DEFAULT_CONTROL_ROWS]),
  })
  .prefault({});
export type ControlSettings = z.infer<typeof controlSettingsSchema>;
