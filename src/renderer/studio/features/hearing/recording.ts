import { base64FromBytes } from '../../ui/base64.ts';

/** What recognisers take. */
const RATE_HZ = 16_000;
/** The contract takes a minute. */
const MOST_SECONDS = 60;

export interface Recorder {
  /** The recording, as the browser packs it. Rejects when the microphone fails. */
  readonly done: Promise<Blob>;
  /** Ends it early. */
  finish(): void;
}

/** Records from a microphone until `finish` or for `seconds`. Rejects when it may not. `deviceId` '' = the system's own. */
export async function startRecording(deviceId: string, seconds: number): Promise<Recorder> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: deviceId === '' ? true : { deviceId: { exact: deviceId } } });
  const recorder = new MediaRecorder(stream);
  const pieces: Blob[] = [];
  const done = new Promise<Blob>((resolve, reject) => {
    recorder.ondataavailable = ({ data }) => void pieces.push(data);
    recorder.onstop = () => resolve(new Blob(pieces, { type: recorder.mimeType }));
    recorder.onerror = () => reject(new Error('the microphone failed'));
  }).finally(() => {
    clearTimeout(limit);
    for (const track of stream.getTracks()) track.stop();
  });
  const finish = (): void => {
    if (recorder.state !== 'inactive') recorder.stop();
  };
  const limit = setTimeout(finish, seconds * 1000);
  recorder.start();
  return { done, finish };
}

/** Base64 of the first minute as mono int16, 16 kHz, little-endian. Rejects when the browser finds no sound in it. */
export async function pcmFromRecording(file: Blob): Promise<string> {
  const context = new OfflineAudioContext(1, 1, RATE_HZ);
  const sound = await context.decodeAudioData(await file.arrayBuffer());
  const length = Math.ceil(Math.min(sound.duration, MOST_SECONDS) * RATE_HZ);
  if (length === 0) throw new Error('the recording is empty');
  // Decoding has already brought it to 16 kHz; the graph mixes its channels into one.
  const mixer = new OfflineAudioContext(1, length, RATE_HZ);
  const source = mixer.createBufferSource();
  source.buffer = sound;
  source.connect(mixer.destination);
  source.start();
  const mixed = (await mixer.startRendering()).getChannelData(0);
  return base64FromBytes(int16Bytes(mixed));
}

function int16Bytes(samples: Float32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(samples.length * 2));
  for (const [i, value] of samples.entries()) view.setInt16(i * 2, Math.round(Math.max(-1, Math.min(1, value)) * 32_767), true);
  return new Uint8Array(view.buffer);
}
