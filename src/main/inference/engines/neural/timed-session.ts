import { open } from 'node:fs/promises';
import type { EngineContext, EngineSession } from '#main/inference/inference.types.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { furtherOutput, type GraphNode, nodesFromModel } from './onnx-graph.ts';

/** A voice model that is loaded, and the output that says how long each symbol lasts. */
export interface TimedSession {
  readonly session: EngineSession;
  /** Name of the output with the sound. */
  readonly sound: string;
  /** Name of the output with frames per id; undefined: the model does not tell. */
  readonly durations: string | undefined;
}

/** A model larger than this is not given a further output: it would be held in memory twice while it loads. */
const MOST_BYTES = 700 * 1024 * 1024;
const ROOM_FOR_OUTPUT = 4096;
const DURATION_OUTPUT = /^(?:durations?|pred_dur|w_ceil|alignments?)$/u;

/**
 * Loads a voice and makes it tell the lengths of its symbols, which every VITS and StyleTTS 2 graph computes but few give out.
 * `rounding`: the operator that makes whole frames of lengths, Ceil in VITS, Round in StyleTTS 2; it must occur once, else no times are read.
 */
export async function openTimedSession(
  context: EngineContext,
  file: string,
  rounding: 'Ceil' | 'Round',
  hasExternalWeights: boolean,
): Promise<TimedSession> {
  // Weights in a second file are found by the path of the first.
  const model = hasExternalWeights ? undefined : await modelWithDurations(file, rounding);
  let session: EngineSession;
  try {
    session = await context.session(model?.bytes ?? file);
  } catch (error) {
    // A graph that the further output does not suit still speaks without times.
    if (!model?.added) throw error;
    return timed(await context.session(file), undefined);
  }
  return timed(session, model?.tensor);
}

function timed(session: EngineSession, tensor: string | undefined): TimedSession {
  const durations = session.outputNames.find((name) => name === tensor || DURATION_OUTPUT.test(name));
  const sound = session.outputNames.find((name) => name !== durations);
  if (sound === undefined) throw new StudioError('unavailable', 'the model has no output: it is no voice. Choose another file');
  return { session, sound, durations };
}

async function modelWithDurations(
  file: string,
  rounding: 'Ceil' | 'Round',
): Promise<{ bytes: Uint8Array; tensor: string | undefined; added: boolean } | undefined> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    if (size > MOST_BYTES) return undefined;
    const bytes = new Uint8Array(size + ROOM_FOR_OUTPUT);
    for (let read = 0; read < size; ) {
      const { bytesRead } = await handle.read(bytes, read, size - read, read);
      if (bytesRead === 0)
        throw new StudioError('unavailable', `${file} became shorter while it was read: install the model again`);
      read += bytesRead;
    }
    const tensor = durationTensor(nodesOf(bytes.subarray(0, size), file), rounding);
    const suffix = tensor === undefined ? new Uint8Array(0) : furtherOutput(tensor);
    if (suffix.length > ROOM_FOR_OUTPUT) return { bytes: bytes.subarray(0, size), tensor: undefined, added: false };
    bytes.set(suffix, size);
    return { bytes: bytes.subarray(0, size + suffix.length), tensor, added: tensor !== undefined };
  } finally {
    await handle.close();
  }
}

function nodesOf(model: Uint8Array, file: string): readonly GraphNode[] {
  try {
    return nodesFromModel(model);
  } catch (cause) {
    throw new StudioError('unavailable', `${file} is no ONNX model (${messageFromUnknown(cause)}): install the model again`, {
      cause,
    });
  }
}

/** The tensor with frames per symbol: what the only rounding gives, or the clamp behind it. */
function durationTensor(nodes: readonly GraphNode[], rounding: 'Ceil' | 'Round'): string | undefined {
  const roundings = nodes.filter((node) => node.op === rounding);
  const [only] = roundings;
  if (!only || roundings.length > 1) return undefined;
  const rounded = only.outputs[0];
  const clamp = nodes.find((node) => (node.op === 'Clip' || node.op === 'Max') && node.inputs[0] === rounded);
  return clamp?.outputs[0] ?? rounded;
}
