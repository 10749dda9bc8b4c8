import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import {
  type RecordedEvent,
  recordedEventFromLine,
  recordingHeaderFromLine,
} from '#main/connectors/recording/recording-format.ts';
import { EVENING_STARTS_AT } from './evening.types.ts';

/** Writes events as a recorded room, which the studio can replay too. */
export async function writeEvening(file: string, events: readonly RecordedEvent[]): Promise<void> {
  const stream = createWriteStream(file, { encoding: 'utf8' });
  stream.write(`${JSON.stringify({ type: 'yingxi-recording', v: 1, startedAt: EVENING_STARTS_AT, program: 'evening' })}\n`);
  for (const { t, event } of events) stream.write(`${JSON.stringify({ t, event })}\n`);
  stream.end();
  await finished(stream);
}

/** The events of a recorded room, each checked against the schema; throws at a line that is not one. */
export async function readEvening(file: string): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  let isFirst = true;
  for await (const line of createInterface({ input: createReadStream(file, { encoding: 'utf8' }) })) {
    if (isFirst) {
      isFirst = false;
      if (recordingHeaderFromLine(line) === undefined) throw new Error(`${file} is no recorded room`);
      continue;
    }
    const recorded = recordedEventFromLine(line);
    if (recorded === undefined) throw new Error(`a line of ${file} is no event: ${line.slice(0, 200)}`);
    events.push(recorded);
  }
  return events;
}
