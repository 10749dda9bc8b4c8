import { z } from 'zod';

/** What the thread that checks a theme is given: folders of what came in and of what is kept. */
export const themeJobSchema = z.object({ source: z.string(), target: z.string() });
export type ThemeJob = z.infer<typeof themeJobSchema>;

/** What it says, once. */
export const themeReplySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('done'), bytes: z.number().int(), notes: z.array(z.string()) }),
  z.object({ type: z.literal('failed'), message: z.string() }),
]);
export type ThemeReply = z.infer<typeof themeReplySchema>;
