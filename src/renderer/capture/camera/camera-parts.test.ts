import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import { createCaptureClock } from './capture-clock.ts';
import { createDelegateTrial } from './delegate-trial.ts';
import { chooseFace, type FaceBox, isSameFace } from './face-choice.ts';
import { createPictureIntake } from './picture-intake.ts';
import { isDark } from './picture-tools.ts';
import { storedEntry } from './stored-zip.ts';

describe('the clock of captured pictures', () => {
  it('takes the quickest picture for one that came at once, so that others show how late they are', () => {
    const captured = createCaptureClock();
    const lateness = [30, 12, 4, 25, 9, 4, 60];
    const told = lateness.map((late, i) => {
      const takenMs = 1_000_000 + i * 33;
      return takenMs + late - captured(i * 33, takenMs + late);
    });
    expect(told.slice(2).map((value) => Math.round(value))).toEqual([0, 21, 5, 0, 56]);
  });

  it('never goes back, and never into the future', () => {
    const captured = createCaptureClock();
    let last = 0;
    for (let i = 0; i < 2000; i++) {
      const arrival = 5_000_000 + i * 33 + ((i * 37) % 50);
      const at = captured(i * 33.2, arrival);
      expect(at).toBeGreaterThan(last);
      expect(at).toBeLessThanOrEqual(arrival + 0.01 * i);
      last = at;
    }
  });

  it('begins anew with a camera whose stamps begin anew', () => {
    const captured = createCaptureClock();
    captured(900_000, 5_000_000);
    expect(captured(0, 5_000_100)).toBe(5_000_100);
  });
});

describe('which face is followed', () => {
  const box = (x: number, width: number): FaceBox => ({ x, y: 100, width, height: width });
  const [near, far] = [box(300, 200), box(50, 80)];

  it('is the nearest one when nobody was followed', () => {
    expect(chooseFace([far, near], undefined, 0)).toBe(near);
    expect(chooseFace([far, near], far, 60_000)).toBe(near);
    expect(chooseFace([], undefined, 0)).toBeUndefined();
  });

  it('stays the one that was followed a moment ago', () => {
    expect(chooseFace([near, far], box(60, 80), 500)).toBe(far);
  });

  it('is another one when the one of before is nowhere near', () => {
    expect(chooseFace([near], far, 500)).toBe(near);
  });

  it('knows one face in two outlines', () => {
    expect(isSameFace(near, box(320, 170))).toBe(true);
    expect(isSameFace(near, far)).toBe(false);
  });
});

describe('the trial of the graphics card', () => {
  const run = (gpuMs: number, cpuMs: number): string[] => {
    const trial = createDelegateTrial();
    const verdicts: string[] = [];
    for (let i = 0, cost = gpuMs; i < 200; i++) {
      // The first pictures are slow everywhere.
      const verdict = trial.took(i === 0 ? 900 : cost);
      if (verdict === 'go-on') continue;
      verdicts.push(verdict);
      if (verdict !== 'try-cpu') break;
      cost = cpuMs;
    }
    return verdicts;
  };
  it('ends with the quicker of both', () => {
    expect(run(6, 20)).toEqual(['try-cpu', 'gpu']);
    expect(run(120, 20)).toEqual(['try-cpu', 'cpu']);
  });
});

describe('the light of a picture', () => {
  const filled = (value: number, count = 768): Uint8ClampedArray => new Uint8ClampedArray(4 * count).fill(value);
  it('is dark with a covered lens and its grain, not in a dim room', () => {
    const grain = filled(3).map((value, i) => value + (i % 11));
    expect(isDark(grain)).toBe(true);
    expect(isDark(filled(40))).toBe(false);
    const lamp = filled(2);
    lamp.fill(200, 0, 40);
    expect(isDark(lamp)).toBe(false);
  });
});

describe('entries of a model bundle', () => {
  it('are found in the one that comes with the program, and its 52 shapes are not', () => {
    const bundle = readFileSync(join(import.meta.dirname, '../../../../models/mediapipe/face_landmarker.task'));
    const detector = storedEntry(bundle, 'face_detector.tflite');
    expect(detector?.byteLength).toBe(231_640);
    // A TFLite file's mark, FlatBuffers identifier at byte 4.
    expect(new TextDecoder().decode(detector?.subarray(4, 8))).toBe('TFL3');
    expect(storedEntry(bundle, 'face_blendshapes.tflite')).toBeUndefined();
  });

  it('are not read from what is packed, cut short, or no bundle at all', () => {
    const packed = zipSync({ 'a.tflite': [new Uint8Array(1000), { level: 6 }], 'b.tflite': [new Uint8Array(10), { level: 0 }] });
    expect(storedEntry(packed, 'a.tflite')).toBeUndefined();
    expect(storedEntry(packed, 'b.tflite')?.byteLength).toBe(10);
    for (let length = 0; length < packed.length; length++) storedEntry(packed.subarray(0, length), 'b.tflite');
    expect(storedEntry(new Uint8Array(5000).fill(7), 'b.tflite')).toBeUndefined();
  });
});

describe('the way pictures are handed over', () => {
  const run = (pictureMs: number, pixelsMs: number): string | undefined => {
    class Canvas {
      constructor(
        readonly width: number,
        readonly height: number,
      ) {}
      getContext(): unknown {
        return { canvas: this, drawImage: () => undefined, getImageData: () => 'pixels' };
      }
    }
    vi.stubGlobal('OffscreenCanvas', Canvas);
    const intake = createPictureIntake();
    const picture = { displayWidth: 640, displayHeight: 480 } as VideoFrame;
    for (let i = 0; i < 100; i++) {
      const given = intake.take(picture);
      if (intake.chosen !== undefined) expect(given === picture).toBe(intake.chosen === 'picture');
      intake.took(given === picture ? pictureMs : pixelsMs);
    }
    vi.unstubAllGlobals();
    return intake.chosen;
  };
  it('is the one that costs less on this computer', () => {
    expect(run(4, 12)).toBe('picture');
    expect(run(35, 22)).toBe('pixels');
  });
});
