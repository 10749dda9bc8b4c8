import { messageFromUnknown } from '#shared/errors.ts';
import { decodePcmFrame, frameKind } from '#shared/frames/frame-codec.ts';
import { decodeParameterFrame } from '#shared/frames/parameter-frame.ts';
import { decodePoseFrame } from '#shared/frames/pose-frame.ts';
import {
  STAGE_PROTOCOL_VERSION,
  type StageAvatar,
  type StageDown,
  type StageKind,
  type StageRole,
  type StageUp,
  stageDownSchema,
} from '#shared/stage/stage-protocol.ts';
import { PCM_SAMPLE_RATE_HZ } from '#shared/units.ts';
import type { FromPlayback, ToPlayback } from '../audio/playback-messages.ts';
import type { FromLink, PageStats } from './link-messages.ts';

/** What the link needs of a WebSocket. */
export interface LinkSocket {
  send(data: string): void;
}
export interface LinkSocketEvents {
  opened(): void;
  /** A string or an ArrayBuffer. */
  message(data: unknown): void;
  /** The end, whether it ever opened or not. */
  closed(): void;
}
export interface LinkWorld {
  openSocket(url: string, events: LinkSocketEvents): LinkSocket;
  /** ms since the epoch, with fractions. */
  now(): number;
  /** 0 … 1 */
  random(): number;
  after(delayMs: number, run: () => void): void;
  /** `transfer` hands a buffer over instead of copying it. */
  tellPage(message: FromLink, transfer?: ArrayBuffer): void;
  /** `transfer` hands the samples over instead of copying them. */
  tellPlayback(message: ToPlayback, transfer?: ArrayBuffer): void;
  report(problem: string): void;
}
export interface StageLink {
  open(url: string, kind: StageKind, avatar: StageAvatar): void;
  /** From here on there is a worklet. */
  audioReady(): void;
  setSound(canSound: boolean, latencyMs: number): void;
  sendStats(stats: PageStats): void;
  /** Left out while there is no connection. */
  tellStudio(message: StageUp): void;
  fromPlayback(message: FromPlayback): void;
}

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 3000;

/**
 * The stage's end of `/ws/stage`. States: waiting → connecting → open (hello sent) → welcomed → waiting …, for ever: the program and OBS
 * restart in any order. A lost connection silences the stage and forgets every turn, because the next studio counts its turns anew.
 * Sound goes straight to the worklet; the page only gets what it draws from.
 */
export function createStageLink(world: LinkWorld): StageLink {
  let url = '';
  let kind: StageKind = 'browser';
  let avatar: StageAvatar = 'main';
  let socket: LinkSocket | undefined;
  let welcomed = false;
  let role: StageRole = 'following';
  let hasPlayback = false;
  let canSound = false;
  let latencyMs = 0;
  let attempt = 0;
  let lastStopped = -1;
  let lateFrames = 0;
  let underruns = 0;
  let lateInPlayback = 0;

  const plays = (): boolean => hasPlayback && canSound && role === 'sounding';

  function send(message: StageUp): void {
    if (welcomed || message.type === 'hello') socket?.send(JSON.stringify(message));
  }

  function connect(): void {
    const opened = world.openSocket(url, {
      opened: () => send({ type: 'hello', protocol: STAGE_PROTOCOL_VERSION, kind, canSound, avatar }),
      message: (data) => {
        if (socket === opened) receive(data);
      },
      closed: () => {
        if (socket === opened) lost();
      },
    });
    socket = opened;
  }

  function lost(): void {
    socket = undefined;
    if (welcomed) {
      world.tellPlayback({ type: 'reset' });
      world.tellPage({ type: 'connection', connected: false });
    }
    welcomed = false;
    lastStopped = -1;
    const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt++);
    world.after(longest * (0.5 + world.random() / 2), connect);
  }

  function receive(data: unknown): void {
    try {
      if (data instanceof ArrayBuffer) receiveFrame(data);
      else if (typeof data === 'string') receiveMessage(stageDownSchema.parse(JSON.parse(data)));
    } catch (error) {
      world.report(`a message of the studio could not be read and was left out: ${messageFromUnknown(error)}`);
    }
  }

  function receiveFrame(buffer: ArrayBuffer): void {
    const kindOfFrame = buffer.byteLength === 0 ? 0 : new Uint8Array(buffer, 0, 1)[0];
    if (kindOfFrame === frameKind.parameters) {
      world.tellPage({ type: 'parameters', frame: decodeParameterFrame(buffer) }, buffer);
      return;
    }
    if (kindOfFrame === frameKind.pose) {
      world.tellPage({ type: 'pose', frame: decodePoseFrame(buffer) }, buffer);
      return;
    }
    const frame = decodePcmFrame(buffer);
    if (frame.turnId <= lastStopped) lateFrames++;
    else if (plays() && frame.samples.buffer instanceof ArrayBuffer)
      world.tellPlayback(
        { type: 'pcm', turnId: frame.turnId, index: frame.utterance, startSample: frame.startSample, samples: frame.samples },
        frame.samples.buffer,
      );
  }

  function receiveMessage(message: StageDown): void {
    switch (message.type) {
      case 'clock':
        world.tellPage({ ...message, type: 'follow', atMs: world.now() - message.ageMs });
        return;
      case 'stop':
        stop(message.turnId);
        break;
      case 'welcome':
        welcomed = true;
        attempt = 0;
        takeRole(message.role);
        world.tellPlayback({ type: 'volume', volume: message.config.volume });
        world.tellPage({ type: 'connection', connected: true });
        break;
      case 'config':
        world.tellPlayback({ type: 'volume', volume: message.config.volume });
        break;
      case 'role':
        takeRole(message.role);
        break;
      case 'utterance':
      case 'utterance-end':
      case 'cues':
        if (message.turnId <= lastStopped) {
          lateFrames++;
          return;
        }
        if (plays() && message.type === 'utterance')
          world.tellPlayback({ type: 'open', turnId: message.turnId, index: message.index, startSample: message.startSample });
        if (plays() && message.type === 'utterance-end')
          world.tellPlayback({ type: 'end', turnId: message.turnId, index: message.index, totalSamples: message.totalSamples });
        break;
      default:
        break;
    }
    world.tellPage({ type: 'down', message });
  }

  function stop(turnId: number): void {
    lastStopped = Math.max(lastStopped, turnId);
    if (plays()) world.tellPlayback({ type: 'stop', turnId });
    else if (role === 'sounding') send({ type: 'stopped', turnId, index: -1, positionMs: 0, atMs: world.now() });
  }

  function takeRole(next: StageRole): void {
    if (role === 'sounding' && next === 'following') world.tellPlayback({ type: 'clear' });
    role = next;
  }

  return {
    open(address, stageKind, stageAvatar) {
      url = address;
      kind = stageKind;
      avatar = stageAvatar;
      connect();
    },
    audioReady() {
      hasPlayback = true;
    },
    setSound(can, latency) {
      latencyMs = latency;
      if (can === canSound) return;
      canSound = can;
      // Sound that could not be heard is not made up for later.
      if (!can) world.tellPlayback({ type: 'clear' });
      send({ type: 'sound', canSound: can });
    },
    sendStats(stats) {
      send({ type: 'stats', ...stats, underruns, lateFrames: lateFrames + lateInPlayback });
    },
    tellStudio: send,
    fromPlayback(message) {
      if (message.type === 'playhead') {
        underruns = message.underruns;
        lateInPlayback = message.lateFrames;
        const heardMs = message.positionSample * MS_PER_SAMPLE - (message.playing ? latencyMs : 0);
        if (role === 'sounding' && message.turnId >= 0)
          send({
            type: 'clock',
            turnId: message.turnId,
            index: message.index,
            positionMs: Math.max(0, heardMs),
            playing: message.playing,
          });
      } else if (message.type === 'stopped') {
        send({
          type: 'stopped',
          turnId: message.turnId,
          index: message.index,
          positionMs: message.positionSample * MS_PER_SAMPLE,
          atMs: message.atMs,
        });
      } else send(message);
    },
  };
}

const MS_PER_SAMPLE = 1000 / PCM_SAMPLE_RATE_HZ;
