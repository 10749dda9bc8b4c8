import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock, Host } from '#main/platform/host.ts';
import { joinSignals } from '#main/platform/join-signals.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { VoiceEngineInfo } from '#shared/contract/speech.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import { soundFromWav, type WavSound } from './audio/wav.ts';
import type { SynthesisEvent, SynthesisRequest } from './speech.types.ts';
import { type SystemCommand, type SystemPlatform, systemPlatformFor } from './system-commands.ts';
import type { VoiceEngine } from './voice-engine.ts';

export interface SystemVoiceOptions {
  readonly environment: Host['environment'];
  readonly clock: Clock;
  readonly logger: Logger;
  report(health: HealthReport): void;
  /** Node's name of the operating system; tests pass another. */
  readonly platform?: NodeJS.Platform;
}

const LIST_MS = 10_000;
const SPEAK_MS = 20_000;
const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;
/** Processes at a time. */
const PARALLEL = 3;

/**
 * The operating system's own voice, one short process a sentence: `espeak-ng` on Linux if it is installed, `say` on macOS, SAPI by PowerShell on Windows.
 * No timing comes with it.
 */
export function createSystemVoice(options: SystemVoiceOptions): VoiceEngine {
  const platform = systemPlatformFor(options.platform ?? process.platform, options.environment);
  const closing = new AbortController();
  let description: Promise<VoiceEngineInfo> | undefined;
  let running = 0;
  const waiting: (() => void)[] = [];

  async function lookUp(): Promise<VoiceEngineInfo> {
    const base = {
      id: 'system',
      kind: 'built-in',
      exactTiming: false,
      streaming: false,
      cloning: false,
      emotion: false,
      speed: true,
      pitch: false,
      licence: 'of the operating system',
    } as const;
    if (!platform)
      return {
        ...base,
        available: false,
        reason: `no system voice is known on ${options.platform ?? process.platform}`,
        languages: [],
        voices: [],
      };
    try {
      const output = await runCommand(platform.list, LIST_MS, closing.signal);
      const voices = platform.voicesFromList(output.toString('utf8'));
      const languages = [...new Set(voices.map((voice) => voice.language))];
      const available = voices.length > 0;
      options.report({
        status: available ? 'ready' : 'off',
        ...(available ? {} : { reason: 'voice-not-installed', message: platform.advice }),
      });
      return { ...base, available, ...(available ? {} : { reason: platform.advice }), languages, voices: [...voices] };
    } catch (error) {
      options.logger.info('no system voice', { reason: messageFromUnknown(error) });
      options.report({ status: 'off', reason: 'voice-not-installed', message: platform.advice });
      return { ...base, available: false, reason: platform.advice, languages: [], voices: [] };
    }
  }

  async function enter(): Promise<void> {
    if (running < PARALLEL) running++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }

  function describe(): Promise<VoiceEngineInfo> {
    // A voice may be installed while we run: only a find is remembered.
    if (description) return description;
    const looking = lookUp().then((found) => {
      if (!found.available) description = undefined;
      return found;
    });
    description = looking;
    return looking;
  }

  async function speak(at: SystemPlatform, request: SynthesisRequest, signal: AbortSignal): Promise<WavSound> {
    const file = at.writesFile ? join(tmpdir(), `yingxi-${randomUUID()}.wav`) : undefined;
    await enter();
    const either = joinSignals(signal, closing.signal);
    try {
      const output = await runCommand(at.speak(request, file), SPEAK_MS, either.signal);
      return soundFromWav(file ? await readFile(file) : output);
    } finally {
      leave();
      either.release();
      if (file) await rm(file, { force: true });
    }
  }

  return {
    id: 'system',
    describe,
    async warmUp() {
      await describe();
    },
    async *synthesize(request, _priority, signal): AsyncGenerator<SynthesisEvent> {
      const about = await describe();
      if (!platform || !about.available) throw new StudioError('unavailable', about.reason ?? 'there is no system voice');
      if (!about.languages.includes(request.language)) {
        throw new StudioError(
          'unavailable',
          `the system has no voice for "${request.language}": add one in the system's speech settings`,
        );
      }
      const voice = about.voices.some((known) => known.id === request.voice)
        ? request.voice
        : (about.voices.find((v) => v.language === request.language)?.id ?? '');
      const sound = withoutEdgeSilence(await speak(platform, { ...request, voice }, signal));
      if (signal.aborted) throw new StudioError('cancelled', 'the sentence was stopped');
      yield { type: 'format', sampleRateHz: sound.sampleRateHz };
      yield { type: 'pcm', samples: sound.samples };
    },
    async close() {
      closing.abort();
    },
  };
}

/** Without the silence that synthesisers put around their speech; 5 ms of it stay. */
function withoutEdgeSilence({ samples, sampleRateHz }: WavSound): WavSound {
  const loud = (value: number): boolean => Math.abs(value) > 0.004;
  const first = samples.findIndex(loud);
  if (first < 0) throw new StudioError('voice', 'the system voice made no sound');
  const last = samples.findLastIndex(loud);
  const margin = Math.round(sampleRateHz * 0.005);
  return { sampleRateHz, samples: samples.slice(Math.max(0, first - margin), last + margin) };
}

/** Runs a program to its end and returns what it wrote. The signal and the time limit kill it. */
async function runCommand(command: SystemCommand, limitMs: number, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new StudioError('cancelled', 'the sentence was stopped'));
      return;
    }
    const child = spawn(command.program, [...command.args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: limitMs,
      killSignal: 'SIGKILL',
      signal,
      windowsHide: true,
    });
    const output: Buffer[] = [];
    let size = 0;
    let problem = '';
    child.stdout.on('data', (part: Buffer) => {
      size += part.length;
      if (size > MOST_OUTPUT_BYTES) child.kill('SIGKILL');
      else output.push(part);
    });
    child.stderr.on('data', (part: Buffer) => {
      if (problem.length < 500) problem += part.toString('utf8');
    });
    child.once('error', (cause) =>
      reject(
        new StudioError(signal.aborted ? 'cancelled' : 'unavailable', `${command.program} did not run: ${cause.message}`, {
          cause,
        }),
      ),
    );
    child.once('close', (code, by) => {
      if (code === 0) resolve(Buffer.concat(output));
      else
        reject(
          new StudioError('voice', `${command.program} ended with ${by ?? `code ${code}`}: ${problem.trim().slice(0, 300)}`),
        );
    });
    // A program that does not read its input must not bring us down.
    child.stdin.on('error', () => {});
    child.stdin.end(command.input ?? '');
  });
}
