import type { Clock } from '#main/platform/host.ts';
import type { VoiceProblem } from '#shared/contract/speech.ts';
import { problemFromError } from './servers/voice-problem.ts';
import type { SynthesisRequest, VoiceTrial } from './speech.types.ts';
import type { VoiceEngine } from './voice-engine.ts';

const MOST_SECONDS = 20;
/** Behind sentences of the show. */
const PRIORITY = 1_000_000;

/** Lets an engine say a text that goes to no stage. Never throws but `cancelled`. */
export async function tryVoice(
  engine: VoiceEngine,
  request: SynthesisRequest,
  clock: Clock,
  signal: AbortSignal,
): Promise<VoiceTrial> {
  const startMs = clock.now();
  const parts: Float32Array[] = [];
  let sampleRateHz = 0;
  let samples = 0;
  let firstSoundMs: number | undefined;
  let problem: VoiceProblem | undefined;
  try {
    for await (const event of engine.synthesize(request, PRIORITY, signal)) {
      if (event.type === 'format') sampleRateHz = event.sampleRateHz;
      if (event.type !== 'pcm') continue;
      firstSoundMs ??= clock.now() - startMs;
      parts.push(event.samples);
      samples += event.samples.length;
      if (samples >= MOST_SECONDS * sampleRateHz) break;
    }
    if (samples === 0) problem = { code: 'silent', detail: '0', message: 'the voice made no sound' };
  } catch (error) {
    if (signal.aborted) throw error;
    problem = problemFromError(error);
  }
  const most = Math.min(samples, MOST_SECONDS * sampleRateHz);
  return {
    firstSoundMs,
    totalMs: clock.now() - startMs,
    soundSeconds: sampleRateHz === 0 ? 0 : samples / sampleRateHz,
    problem,
    wav: () => wavFromSamples(joined(parts, most), sampleRateHz),
  };
}

function joined(parts: readonly Float32Array[], length: number): Float32Array {
  const all = new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    const fits = part.subarray(0, length - at);
    all.set(fits, at);
    at += fits.length;
  }
  return all;
}

const HEADER_BYTES = 44;

/** A mono WAV file of 16 bits. */
function wavFromSamples(samples: Float32Array, sampleRateHz: number): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + samples.length * 2);
  const view = new DataView(bytes.buffer);
  const tag = (at: number, text: string): void => bytes.set(Buffer.from(text, 'latin1'), at);
  tag(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  tag(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRateHz, true);
  view.setUint32(28, sampleRateHz * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  tag(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  for (const [i, value] of samples.entries())
    view.setInt16(HEADER_BYTES + i * 2, Math.round(Math.min(1, Math.max(-1, value)) * 32_767), true);
  return bytes;
}
