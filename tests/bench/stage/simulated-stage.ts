import { WebSocket } from 'ws';
import { createAudioTime, createHeardClock, type HeardPosition, secondsFromFrame } from '#renderer/stage/audio/heard-clock.ts';
import type { PlaybackAnchor, ToPlayback } from '#renderer/stage/audio/playback-messages.ts';
import { PlaybackQueue } from '#renderer/stage/audio/playback-queue.ts';
import { createStageLink, type StageLink } from '#renderer/stage/net/stage-link.ts';
import { PCM_SAMPLE_RATE_HZ } from '#shared/units.ts';

/**
 * A stage in this process: the stage page's own link, playback queue and clocks on a real socket. Only the sound card and the screen are simulated. Sound is
 * played as fast as it comes: the card's time stands still while a sentence waits for its next samples. In silence time runs `quietSpeed` times faster than
 * life. The card's clock drifts, its time moves in jumps of a buffer, pictures come late now and then.
 */
export interface SimulatedStage {
  /** How far the position that the mouth is drawn for was from the sample at the ear, ms, in every picture drawn while she spoke: a histogram of 0.5 ms steps. */
  readonly errors: ReadonlyMap<number, number>;
  /** Seconds of sound played, and the sentences they were. */
  readonly heard: { readonly seconds: number; readonly sentences: number };
  /** Simulated seconds since the start. */
  readonly seconds: number;
  close(): void;
}

export interface SimulatedStageOptions {
  readonly url: string;
  readonly quietSpeed: number;
  /** Of the card against the screen, parts per million. */
  readonly driftPpm: number;
}

const BLOCK = 128;
const PLAYHEAD_BLOCKS = 18;
/** From the queue's output to the ear. */
const LATENCY_SECONDS = 0.02;
/** Steps in which the card's clock is seen to move. */
const DEVICE_BUFFER_SECONDS = 0.01;
const PICTURE_SECONDS = 1 / 60;
/** Work at a stretch; then the sockets have their turn. */
const STRETCH_MS = 4;

export function createSimulatedStage(options: SimulatedStageOptions): SimulatedStage {
  const rate = PCM_SAMPLE_RATE_HZ * (1 + options.driftPpm * 1e-6);
  const errors = new Map<number, number>();
  const clock = createHeardClock();
  const audioTime = createAudioTime();
  const truth = createTruth();
  const position: HeardPosition = { turnId: -1, index: -1, positionMs: 0, playing: false };
  const out = new Float32Array(BLOCK);
  const expected = createExpected();
  let lookedMs = performance.now();
  let closed = false;
  let frame = 0;
  let blocks = 0;
  let reported = 0;
  let stopped = false;
  let sentences = 0;
  let playedBlocks = 0;
  let pageSeconds = 0;
  let seed = 1;

  const queue = new PlaybackQueue(
    {
      audible: (turnId, index) => link.fromPlayback({ type: 'audible', turnId, index, atMs: Date.now() }),
      finished(turnId, index) {
        sentences++;
        expected.finished(turnId, index);
        link.fromPlayback({ type: 'finished', turnId, index });
      },
      stopped(turnId, index, positionSample) {
        stopped = index >= 0;
        link.fromPlayback({ type: 'stopped', turnId, index, positionSample, atMs: Date.now() });
      },
    },
    { capacitySamples: 90 * PCM_SAMPLE_RATE_HZ, fadeSamples: 192 },
  );
  const link: StageLink = createStageLink({
    openSocket(url, events) {
      const socket = new WebSocket(url);
      socket.binaryType = 'arraybuffer';
      socket.on('open', events.opened);
      socket.on('message', (data, isBinary) => events.message(isBinary ? data : String(data)));
      socket.on('close', events.closed);
      socket.on('error', () => undefined);
      sockets.push(socket);
      return { send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text) };
    },
    now: () => performance.timeOrigin + performance.now(),
    random: Math.random,
    after: (delayMs, run) => void setTimeout(run, delayMs),
    tellPage: () => undefined,
    tellPlayback(message) {
      expected.note(message);
      if (message.type === 'open') queue.open(message.turnId, message.index, message.startSample);
      else if (message.type === 'pcm') queue.push(message.turnId, message.index, message.startSample, message.samples);
      else if (message.type === 'end') queue.end(message.turnId, message.index, message.totalSamples);
      else if (message.type === 'stop') queue.stop(message.turnId);
      else if (message.type === 'volume') queue.volume = message.volume;
      else if (message.type === 'clear') queue.clear();
      else queue.reset();
    },
    report: (problem) => console.error(problem),
  });
  const sockets: WebSocket[] = [];

  /** What the worklet does with one block. */
  function renderBlock(): void {
    const wasPlaying = queue.playing;
    queue.render(out);
    if (queue.discontinuities !== reported) {
      reported = queue.discontinuities;
      const anchor: PlaybackAnchor = {
        turnId: queue.turnId,
        index: queue.index,
        frame: frame + queue.renderedOffset,
        fromFrame: frame + queue.lineOffset,
        positionSample: queue.positionSample,
        playing: queue.playing,
        stopped,
      };
      stopped = false;
      truth.add(anchor);
      clock.add({
        turnId: anchor.turnId,
        index: anchor.index,
        fromSeconds: secondsFromFrame(anchor.fromFrame),
        atSeconds: secondsFromFrame(anchor.frame),
        positionMs: secondsFromFrame(anchor.positionSample) * 1000,
        playing: anchor.playing,
        immediate: anchor.stopped,
      });
    }
    frame += BLOCK;
    blocks++;
    if (queue.playing) playedBlocks++;
    if (queue.playing ? blocks >= PLAYHEAD_BLOCKS : wasPlaying) {
      blocks = 0;
      const { turnId, index, positionSample, playing, underruns, lateFrames } = queue;
      link.fromPlayback({ type: 'playhead', turnId, index, positionSample, playing, underruns, lateFrames });
    }
  }

  function drawPicture(): void {
    const deviceSeconds = frame / PCM_SAMPLE_RATE_HZ;
    const seenSeconds = Math.floor(deviceSeconds / DEVICE_BUFFER_SECONDS) * DEVICE_BUFFER_SECONDS;
    clock.read({ seconds: audioTime(pageSeconds, seenSeconds) - LATENCY_SECONDS }, position);
    const atEar = truth.at(frame - LATENCY_SECONDS * PCM_SAMPLE_RATE_HZ);
    if (!position.playing || atEar === undefined || !atEar.playing) return;
    // Between two sentences the picture may be on either side of the border: that is a matter of its own, a few ms at most.
    if (atEar.turnId !== position.turnId || atEar.index !== position.index) return;
    const step = Math.round(Math.abs(position.positionMs - atEar.positionMs) * 2) / 2;
    errors.set(step, (errors.get(step) ?? 0) + 1);
  }

  /** Small and repeatable. */
  function random(): number {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  }

  let nextPicture = 0;
  function step(): void {
    pageSeconds += BLOCK / rate;
    renderBlock();
    if (pageSeconds < nextPicture) return;
    drawPicture();
    // Pictures come on their beat, and one in fifty takes up to a tenth of a second.
    nextPicture = pageSeconds + PICTURE_SECONDS + (random() < 0.02 ? random() * 0.1 : 0);
  }

  function work(): void {
    if (closed) return;
    const nowMs = performance.now();
    /** Silence that passes in this stretch. */
    let quietSeconds = ((nowMs - lookedMs) / 1000) * options.quietSpeed;
    lookedMs = nowMs;
    let due = expected.of(queue);
    while (due !== 'wait' && performance.now() - nowMs < STRETCH_MS) {
      if (due === 'silence') {
        quietSeconds -= BLOCK / rate;
        if (quietSeconds < 0) break;
      }
      step();
      due = expected.of(queue);
    }
    if (due === 'sound') setImmediate(work);
    else setTimeout(work, 1);
  }
  work();
  link.audioReady();
  link.setSound(true, LATENCY_SECONDS * 1000);
  link.open(options.url, 'browser', 'main');

  return {
    errors,
    get heard() {
      return { seconds: (playedBlocks * BLOCK) / PCM_SAMPLE_RATE_HZ, sentences };
    },
    get seconds() {
      return pageSeconds;
    },
    close() {
      closed = true;
      for (const socket of sockets) {
        socket.removeAllListeners('close');
        socket.terminate();
      }
    },
  };
}

/** What has been announced to the playback, so that the card knows whether its next block is there. */
function createExpected() {
  interface Sentence {
    readonly turnId: number;
    readonly index: number;
    /** Samples that have come, from the sentence's beginning. */
    samples: number;
    ended: boolean;
  }
  let sentences: Sentence[] = [];
  const find = (turnId: number, index: number): Sentence | undefined =>
    sentences.find((one) => one.turnId === turnId && one.index === index);
  return {
    note(message: ToPlayback): void {
      if (message.type === 'open') sentences.push({ ...message, samples: message.startSample, ended: false });
      else if (message.type === 'stop') sentences = sentences.filter(({ turnId }) => turnId > message.turnId);
      else if (message.type === 'clear' || message.type === 'reset') sentences = [];
      else if (message.type !== 'volume') {
        const sentence = find(message.turnId, message.index);
        if (sentence === undefined) return;
        if (message.type === 'end') sentence.ended = true;
        else sentence.samples = message.startSample + message.samples.length;
      }
    },
    finished(turnId: number, index: number): void {
      sentences = sentences.filter((one) => one.turnId !== turnId || one.index !== index);
    },
    /** Of the next block: there is sound for it, the sentence's sound has still to come, or there is nothing to say. */
    of({ turnId, index, positionSample }: PlaybackQueue): 'sound' | 'wait' | 'silence' {
      const [next] = sentences;
      if (next === undefined) return 'silence';
      if (next.ended) return 'sound';
      const played = next.turnId === turnId && next.index === index ? positionSample : 0;
      return next.samples - played >= BLOCK ? 'sound' : 'wait';
    },
  };
}

/** Which sample of which sentence is at a frame of the card, by the worklet's own lines. */
function createTruth() {
  const lines: PlaybackAnchor[] = [];
  return {
    add(anchor: PlaybackAnchor) {
      lines.push(anchor);
      if (lines.length > 200) lines.shift();
    },
    at(frame: number): { turnId: number; index: number; positionMs: number; playing: boolean } | undefined {
      const line = lines.findLast(({ fromFrame }) => fromFrame <= frame);
      if (line === undefined) return undefined;
      const sample = line.positionSample + (line.playing ? frame - line.frame : 0);
      return { turnId: line.turnId, index: line.index, positionMs: secondsFromFrame(sample) * 1000, playing: line.playing };
    },
  };
}
