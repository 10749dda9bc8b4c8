import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './numbers.ts';

/** Two sound devices that are not there but can be listened to: null sinks of a PulseAudio of our own, apart from the desktop's. */
export interface SoundDevices {
  /** For the program that shall see them. */
  readonly env: Readonly<Record<string, string>>;
  /** Writes down what a device plays from now on. */
  record(device: string): SoundRecording;
  close(): Promise<void>;
}
export interface SoundRecording {
  /** Ends it; mono float32 at RECORDED_RATE_HZ. */
  stop(): Promise<Float32Array>;
}
export const RECORDED_RATE_HZ = 16_000;

export const hasPulseAudio = (): boolean => ['pulseaudio', 'parec'].every((name) => spawnSync('which', [name]).status === 0);

/** The first device is the default. */
export async function startSoundDevices(names: readonly string[]): Promise<SoundDevices> {
  const folder = await mkdtemp(join(tmpdir(), 'yingxi-sound-'));
  const socket = join(folder, 'native');
  const load = (module: string): string => `--load=${module}`;
  const server = spawn(
    'pulseaudio',
    [
      '-n',
      '--daemonize=no',
      '--exit-idle-time=-1',
      '--use-pid-file=no',
      '--disable-shm=yes',
      ...names.map((name) => load(`module-null-sink sink_name=${name} rate=48000 sink_properties=device.description=${name}`)),
      load(`module-native-protocol-unix socket=${socket} auth-anonymous=1`),
    ],
    { env: { ...process.env, XDG_RUNTIME_DIR: folder, PULSE_RUNTIME_PATH: folder, HOME: folder }, stdio: 'ignore' },
  );
  const env = { PULSE_SERVER: `unix:${socket}`, XDG_RUNTIME_DIR: folder };
  await eventually(() => (existsSync(socket) ? true : undefined));
  return {
    env,
    record(device) {
      const recorder = spawn(
        'parec',
        [
          `--device=${device}.monitor`,
          '--raw',
          '--format=float32le',
          '--channels=1',
          `--rate=${RECORDED_RATE_HZ}`,
          '--latency-msec=20',
        ],
        { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'] },
      );
      const pieces: Buffer[] = [];
      recorder.stdout.on('data', (piece: Buffer) => pieces.push(piece));
      return {
        async stop() {
          recorder.kill('SIGTERM');
          if (recorder.exitCode === null && recorder.signalCode === null) await once(recorder, 'close');
          const bytes = Buffer.concat(pieces);
          return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + Math.floor(bytes.length / 4) * 4));
        },
      };
    },
    async close() {
      server.kill('SIGTERM');
      if (server.exitCode === null && server.signalCode === null) await once(server, 'close');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
