import { z } from 'zod';

/** What deeds on the show can name, as far as it is known now; any other name may be typed. */
export const showChoicesSchema = z.object({
  /** False: OBS is not connected, so that scenes and sources are unknown. */
  obs: z.boolean(),
  scenes: z.array(z.object({ name: z.string(), sources: z.array(z.string()) })),
  inputs: z.array(
    z.object({ name: z.string(), kind: z.string(), audio: z.boolean(), media: z.boolean(), filters: z.array(z.string()) }),
  ),
  transitions: z.array(z.string()),
  playlists: z.array(z.string()),
  /** Files of the overlays' picture library. */
  frames: z.array(z.string()),
});
export type ShowChoices = z.infer<typeof showChoicesSchema>;
export const NO_SHOW_CHOICES: ShowChoices = { obs: false, scenes: [], inputs: [], transitions: [], playlists: [], frames: [] };
