/**
 * The sentences that wait for the loudspeaker, and the one that plays: mono float32, 48 kHz, −1…1. The worklet's whole logic, without the
 * worklet. Utterances play back to back in the order in which they were opened. A stop fades out over `fadeSamples` and drops every
 * utterance of a turn with an id ≤ the stopped one, for good. `render` allocates nothing.
 */
export interface PlaybackEvents {
  /** The first sample above the silence threshold went out, `offset` samples into the block being rendered. */
  audible(turnId: number, index: number, offset: number): void;
  finished(turnId: number, index: number): void;
  /** The last sample of the stopped turn went out; `index` −1: nothing of it was playing. */
  stopped(turnId: number, index: number, positionSample: number): void;
}
export interface PlaybackOptions {
  /** Samples that may wait; what comes above that is dropped and counted in `droppedSamples`. */
  readonly capacitySamples: number;
  readonly fadeSamples: number;
}

interface Utterance {
  readonly turnId: number;
  readonly index: number;
  readonly chunks: Float32Array[];
  /** Utterance sample of each chunk's first sample. */
  readonly starts: number[];
  /** Next chunk to read; those before it are released. */
  head: number;
  /** Next utterance sample to play. */
  position: number;
  /** The utterance's length in samples, −1 until known. */
  total: number;
  started: boolean;
  audible: boolean;
}

/** −60 dB: below that a sample is silence. */
const SILENCE = 0.001;
const NOTHING = new Float32Array(0);

export class PlaybackQueue {
  /** Gain of everything, 0…1; changes glide over one block. */
  volume = 1;
  /** Blocks in which a sentence that had begun ran dry before its end. */
  underruns = 0;
  /** PCM frames that came after their turn's stop. */
  lateFrames = 0;
  droppedSamples = 0;
  /** What the last `render` played (−1: nothing yet), where it got to, and how far into the block sound reached. */
  turnId = -1;
  index = -1;
  positionSample = 0;
  playing = false;
  renderedOffset = 0;
  /** Counts the breaks in `positionSample`'s line (a start, a gap, an underrun, an end, a stop), and where in the block the newest line begins. */
  discontinuities = 0;
  lineOffset = 0;

  private readonly events: PlaybackEvents;
  private readonly options: PlaybackOptions;
  private readonly utterances: Utterance[] = [];
  private waitingSamples = 0;
  private lastStopped = -1;
  /** Turn whose fade-out runs, −1: none. */
  private stopping = -1;
  private stoppingQuietly = false;
  private fadeOutLeft = 0;
  private fadeInLeft = 0;
  private gain = 1;

  constructor(events: PlaybackEvents, options: PlaybackOptions) {
    this.events = events;
    this.options = options;
  }

  /** Announces an utterance. `startSample` > 0: playback joins in mid-sentence. */
  open(turnId: number, index: number, startSample: number): void {
    if (turnId <= this.lastStopped || this.find(turnId, index) !== undefined) return;
    this.utterances.push({
      turnId,
      index,
      chunks: [],
      starts: [],
      head: 0,
      position: startSample,
      total: -1,
      started: false,
      audible: false,
    });
  }

  /** Takes `samples` (owned from now on) that begin at utterance sample `startSample`. */
  push(turnId: number, index: number, startSample: number, samples: Float32Array): void {
    if (turnId <= this.lastStopped) {
      this.lateFrames++;
      return;
    }
    const utterance = this.find(turnId, index);
    if (utterance === undefined || this.waitingSamples + samples.length > this.options.capacitySamples) {
      this.droppedSamples += samples.length;
      return;
    }
    utterance.chunks.push(samples);
    utterance.starts.push(startSample);
    this.waitingSamples += samples.length;
  }

  end(turnId: number, index: number, totalSamples: number): void {
    const utterance = this.find(turnId, index);
    if (utterance !== undefined) utterance.total = totalSamples;
  }

  /** Ends every turn with an id ≤ `turnId`: what plays fades out, what waits is dropped. Answers with `stopped`. */
  stop(turnId: number): void {
    this.lastStopped = Math.max(this.lastStopped, turnId);
    const playing = this.playingUtterance(turnId);
    this.drop(turnId, playing);
    if (playing === undefined) {
      this.events.stopped(turnId, -1, 0);
      return;
    }
    if (this.stopping < 0) this.fadeOutLeft = this.options.fadeSamples;
    this.stopping = Math.max(this.stopping, turnId);
    this.stoppingQuietly = false;
  }

  /** This stage no longer sounds: fade out and forget everything, but remember which turns were stopped. */
  clear(): void {
    const playing = this.playingUtterance(Number.MAX_SAFE_INTEGER);
    this.drop(Number.MAX_SAFE_INTEGER, playing);
    if (playing === undefined || this.stopping >= 0) return;
    this.stopping = playing.turnId;
    this.stoppingQuietly = true;
    this.fadeOutLeft = this.options.fadeSamples;
  }

  /** A new studio counts its turns anew. */
  reset(): void {
    this.clear();
    this.lastStopped = -1;
  }

  /** Fills `out` with the next block. */
  render(out: Float32Array): void {
    let written = 0;
    this.lineOffset = 0;
    while (written < out.length) {
      const utterance = this.utterances[0];
      if (utterance === undefined) break;
      const count = this.copy(utterance, out, written);
      written += count;
      if (this.stopping >= 0 && (this.fadeOutLeft === 0 || count === 0)) this.finishStop(utterance, written);
      else if (count === 0 && !this.advance(utterance, written)) break;
    }
    if (written < out.length) out.fill(0, written);
    this.applyVolume(out);
    this.note(written, out.length);
  }

  private find(turnId: number, index: number): Utterance | undefined {
    return this.utterances.find((utterance) => utterance.turnId === turnId && utterance.index === index);
  }

  private playingUtterance(upToTurn: number): Utterance | undefined {
    const first = this.utterances[0];
    return first?.started && first.turnId <= upToTurn ? first : undefined;
  }

  private drop(upToTurn: number, except: Utterance | undefined): void {
    for (let i = this.utterances.length - 1; i >= 0; i--) {
      const utterance = this.utterances[i];
      if (utterance === undefined || utterance === except || utterance.turnId > upToTurn) continue;
      this.release(utterance);
      this.utterances.splice(i, 1);
    }
  }

  private release(utterance: Utterance): void {
    for (let i = utterance.head; i < utterance.chunks.length; i++) this.waitingSamples -= utterance.chunks[i]?.length ?? 0;
  }

  private finishStop(utterance: Utterance, offset: number): void {
    this.release(utterance);
    this.utterances.shift();
    this.breakLine(offset);
    const turnId = this.stopping;
    this.stopping = -1;
    if (!this.stoppingQuietly) this.events.stopped(turnId, utterance.index, utterance.position);
  }

  private applyVolume(out: Float32Array): void {
    const step = (this.volume - this.gain) / out.length;
    if (step === 0 && this.gain === 1) return;
    for (let i = 0; i < out.length; i++) out[i] = (out[i] ?? 0) * (this.gain + step * (i + 1));
    this.gain = this.volume;
  }

  private note(written: number, blockLength: number): void {
    this.renderedOffset = written;
    const playing = written === blockLength;
    if (this.playing && !playing) this.breakLine(written);
    else if (playing && !this.playing) this.breakLine(this.lineOffset);
    this.playing = playing;
  }

  private breakLine(offset: number): void {
    this.discontinuities++;
    this.lineOffset = offset;
  }

  /** Moves on when `utterance` is complete; false: it has to wait for samples. */
  private advance(utterance: Utterance, offset: number): boolean {
    if (utterance.total >= 0 && utterance.position >= utterance.total) {
      this.utterances.shift();
      this.breakLine(offset);
      this.events.finished(utterance.turnId, utterance.index);
      return true;
    }
    if (utterance.started) {
      this.underruns++;
      this.fadeInLeft = this.options.fadeSamples;
    }
    return false;
  }

  private copy(utterance: Utterance, out: Float32Array, offset: number): number {
    const chunk = this.chunkAt(utterance, offset);
    if (chunk === undefined) return 0;
    const from = utterance.position - (utterance.starts[utterance.head] ?? 0);
    let count = Math.min(chunk.length - from, out.length - offset);
    if (this.stopping >= 0) count = Math.min(count, this.fadeOutLeft);
    if (!utterance.started) this.begin(utterance, offset);
    for (let i = 0; i < count; i++) {
      const sample = chunk[from + i] ?? 0;
      if (!utterance.audible && Math.abs(sample) > SILENCE) {
        utterance.audible = true;
        this.events.audible(utterance.turnId, utterance.index, offset + i);
      }
      out[offset + i] = sample * this.nextFade();
    }
    utterance.position += count;
    this.positionSample = utterance.position;
    return count;
  }

  /** The chunk that holds the next sample. Chunks already played are let go; a hole in the stream is jumped over. */
  private chunkAt(utterance: Utterance, offset: number): Float32Array | undefined {
    while (utterance.head < utterance.chunks.length) {
      const chunk = utterance.chunks[utterance.head] ?? NOTHING;
      const start = utterance.starts[utterance.head] ?? 0;
      if (start + chunk.length > utterance.position) {
        if (start > utterance.position) {
          utterance.position = start;
          this.breakLine(offset);
        }
        return chunk;
      }
      this.waitingSamples -= chunk.length;
      utterance.chunks[utterance.head++] = NOTHING;
    }
    return undefined;
  }

  private begin(utterance: Utterance, offset: number): void {
    utterance.started = true;
    if (utterance.position > 0) this.fadeInLeft = this.options.fadeSamples;
    this.turnId = utterance.turnId;
    this.index = utterance.index;
    this.breakLine(offset);
  }

  private nextFade(): number {
    let fade = 1;
    if (this.stopping >= 0) fade = this.fadeOutLeft-- / this.options.fadeSamples;
    if (this.fadeInLeft > 0) fade *= 1 - this.fadeInLeft-- / this.options.fadeSamples;
    return fade;
  }
}
