import { z } from 'zod';
import { liveEventSchema } from '#shared/live/live-event.ts';

/**
 * A recorded room: JSON Lines, UTF-8. The first line is the header, each further line one event with its offset from the start in ms.
 * Lines may be lost or broken by a crash or a full disk; readers skip and count them.
 */
export const recordingHeaderSchema = z.object({
  type: z.literal('yingxi-recording'),
  v: z.literal(1),
  /** ms since the epoch. */
  startedAt: z.number(),
  program: z.string().optional(),
});
export type RecordingHeader = z.infer<typeof recordingHeaderSchema>;

export const recordedEventSchema = z.object({ t: z.number().finite().nonnegative(), event: liveEventSchema });
export type RecordedEvent = z.infer<typeof recordedEventSchema>;

export const RECORDING_EXTENSION = '.jsonl';
/** Longer lines are not ours. */
export const MAX_LINE_LENGTH = 256 * 1024;

/** Undefined when the line is not what it should be. */
export function recordedEventFromLine(line: string): RecordedEvent | undefined {
  const value = jsonFrom(line);
  const parsed = recordedEventSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

export function recordingHeaderFromLine(line: string): RecordingHeader | undefined {
  const parsed = recordingHeaderSchema.safeParse(jsonFrom(line));
  return parsed.success ? parsed.data : undefined;
}

function jsonFrom(line: string): unknown {
  if (line.length > MAX_LINE_LENGTH) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** "2026-11-21T21-19-37-123.jsonl": sorts by time and is a legal name everywhere. UTC. */
export function recordingNameFrom(startedAtMs: number): string {
  return `${new Date(startedAtMs).toISOString().replace(/[:.]/gu, '-').replace('Z', '')}${RECORDING_EXTENSION}`;
}

/** Only names that we give; nothing with a path in it. */
export function isRecordingName(name: string): boolean {
  return /^[\w-]{1,80}(?:\.[\w-]{1,20})?\.jsonl$/u.test(name);
}
