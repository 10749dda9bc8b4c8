import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createMouthTrack, MOUTH_VALUES, type MouthTrack } from '#shared/speech/mouth.ts';
import { withoutShared } from '../../../../tests/support/without.ts';
import { ESPEAK_SAMPLE_RATE_HZ, type EspeakSynthesizer, loadEspeak } from './espeak-module.ts';
import { createPhonemeTimeline, type TimelineEvent } from './phoneme-timeline.ts';

/** 60 utterances whose labels come from the synthesiser, made apart from this program; with a scorer. Lies beside the repository or where the variable says. */
const folder =
  [process.env.YINGXI_LIPSYNC_FIXTURES, join(process.cwd(), '../shared/fixtures/lipsync')].find(
    (path) => path && existsSync(path),
  ) ?? '';
/** The first five utterances of each language, in the order in which they were made: eSpeak NG keeps a little of one voice's speed in the next. */
const isUsed = (index: number): boolean => index % 20 < 5;

const indexSchema = z.array(z.looseObject({ id: z.string() }));
const labelSchema = z.object({
  id: z.string(),
  text: z.string(),
  voice: z.string(),
  rate: z.number(),
  pitch: z.number(),
  durationMs: z.number(),
  visemes: z.array(
    z.object({ start: z.number(), end: z.number(), viseme: z.string(), vowel: z.string().nullable(), open: z.number() }),
  ),
});
type Label = z.infer<typeof labelSchema>;
const scoreSchema = z.object({
  vowelCore: z.number(),
  openCorr: z.number(),
  bilabialClosed: z.number(),
  silenceClosed: z.number(),
});

/** Silence that leads every recording, ms. */
const LEAD_MS = 250;

function mouthOf(espeak: EspeakSynthesizer, label: Label): { track: MouthTrack; shiftMs: number } {
  const track = createMouthTrack();
  let made = 0;
  let delivered = 0;
  const timeline = createPhonemeTimeline(ESPEAK_SAMPLE_RATE_HZ, (event) => {
    if (event.type === 'cues') track.append(event.visemes);
    if (event.type === 'pcm') delivered += event.samples.length;
  });
  espeak.set_voice(label.voice);
  espeak.set_rate(label.rate);
  espeak.set_pitch(label.pitch);
  timeline.beginPiece(0);
  espeak.synthesize(label.text, (samples, events) => {
    made += samples.length;
    const phones = events.flatMap((event): TimelineEvent[] =>
      event.type === 'phoneme' && !String(event.id).startsWith('(')
        ? [{ kind: 'phone', phone: String(event.id), atMs: event.audio_position }]
        : [],
    );
    timeline.push(
      Float32Array.from(samples, (value) => value / 32_768),
      phones,
    );
    return false;
  });
  timeline.endPiece();
  timeline.finish();
  return { track, shiftMs: LEAD_MS + ((made - delivered) / ESPEAK_SAMPLE_RATE_HZ) * 1000 };
}

describe.skipIf(folder === '')(
  'the mouth against labelled recordings',
  { timeout: 120_000, ...withoutShared('fixtures/lipsync') },
  () => {
    const labels: Label[] = [];
    const mouths: { track: MouthTrack; shiftMs: number }[] = [];
    beforeAll(async () => {
      const espeak = await loadEspeak();
      const index = indexSchema.parse(JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')));
      for (const { id } of index.filter((_, i) => isUsed(i))) {
        const label = labelSchema.parse(JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')));
        labels.push(label);
        mouths.push(mouthOf(espeak, label));
      }
    });

    it('scores far above what sound alone can give: vowels, openness, closed lips and closed pauses', () => {
      const work = mkdtempSync(join(tmpdir(), 'yingxi-lipsync-'));
      const out = new Float32Array(MOUTH_VALUES);
      const rows = labels.map((label, i) => [
        label.id,
        Array.from({ length: Math.floor(label.durationMs / 10) }, (_, frame) => {
          mouths[i]!.track.sample((frame + 0.5) * 10 - mouths[i]!.shiftMs, out);
          return [...out];
        }),
      ]);
      writeFileSync(join(work, 'predictions.json'), JSON.stringify(Object.fromEntries(rows)));
      // The scorer reads all labels; a folder with ours only keeps it to them.
      writeFileSync(
        join(work, 'index.json'),
        JSON.stringify(
          indexSchema.parse(JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'))).filter((_, i) => isUsed(i)),
        ),
      );
      for (const { id } of labels) writeFileSync(join(work, `${id}.json`), readFileSync(join(folder, `${id}.json`)));
      const output = execFileSync(process.execPath, [join(folder, 'score.mjs'), join(work, 'predictions.json'), work], {
        encoding: 'utf8',
      });
      rmSync(work, { recursive: true });
      const first = z.object({ atZeroLag: scoreSchema }).parse(JSON.parse(output.split('\n')[0] ?? ''));
      expect(first.atZeroLag.vowelCore).toBeGreaterThan(0.98);
      expect(first.atZeroLag.openCorr).toBeGreaterThan(0.93);
      expect(first.atZeroLag.bilabialClosed).toBeGreaterThan(0.98);
      expect(first.atZeroLag.silenceClosed).toBeGreaterThan(0.98);
    });

    it('opens widest within 20 ms of the middle of a vowel that is wider than its neighbours', () => {
      const errors: number[] = [];
      const out = new Float32Array(MOUTH_VALUES);
      for (const [i, label] of labels.entries()) {
        for (const [k, viseme] of label.visemes.entries()) {
          const before = label.visemes[k - 1];
          const after = label.visemes[k + 1];
          if (!viseme.vowel || !before || !after || viseme.open <= before.open || viseme.open <= after.open) continue;
          let widest = -1;
          let at = 0;
          for (let t = viseme.start - 20; t <= viseme.end + 20; t++) {
            mouths[i]!.track.sample(t - mouths[i]!.shiftMs, out);
            if (out[5]! > widest) {
              widest = out[5]!;
              at = t;
            }
          }
          errors.push(Math.abs(at - (viseme.start + viseme.end) / 2));
        }
      }
      errors.sort((a, b) => a - b);
      expect(errors.length).toBeGreaterThan(100);
      expect(errors[Math.floor(errors.length * 0.95)]).toBeLessThan(20);
    });

    it('closes the lips for every p, b and m', () => {
      const out = new Float32Array(MOUTH_VALUES);
      for (const [i, label] of labels.entries()) {
        for (const { start, end } of label.visemes.filter((v) => v.viseme === 'PP' && v.end > v.start)) {
          let narrowest = 1;
          for (let t = start; t <= end; t++) {
            mouths[i]!.track.sample(t - mouths[i]!.shiftMs, out);
            narrowest = Math.min(narrowest, out[5]!);
          }
          expect(narrowest, `${label.id} at ${start} ms`).toBeLessThan(0.1);
        }
      }
    });
  },
);
