// What the command needs of the program's sources: one import starts one compiler, three would start three.
export { createLipSync } from '#main/inference/lipsync/lip-sync.ts';
export { mouthNetworkFromModel } from '#main/inference/lipsync/mouth-network.ts';
export { soundFromWav } from '#main/speech/audio/wav.ts';
export { FRAME_MS } from '#shared/speech/lipsync/frame.ts';
