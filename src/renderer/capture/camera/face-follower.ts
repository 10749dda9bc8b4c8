import type { FaceDetector, FaceLandmarker, FaceLandmarkerResult, HandLandmarker, PoseLandmarker } from '@mediapipe/tasks-vision';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { ARKIT_SHAPES } from '#shared/tracking/face-channels.ts';
import type { HandSide } from '#shared/tracking/hand-channels.ts';
import { BODY_POINTS } from '#shared/tracking/solver/body-solver.ts';
import type { Delegate, FollowerPlan } from './camera-messages.ts';
import { createDelegateTrial, drawsInSoftware } from './delegate-trial.ts';
import { chooseFace, type FaceBox, isSameFace } from './face-choice.ts';
import { createPictureIntake } from './picture-intake.ts';
import { createDarkRoom, createMask } from './picture-tools.ts';
import { hasBlendshapes, type VisionTasks } from './vision-tasks.ts';

/** What a picture shows. Arrays are written anew with the next one. */
export interface Look {
  readonly face: FaceLook | undefined;
  /** Faces in sight: none, one, or how many the last search found (at most a search a second or two). */
  readonly faces: number;
  readonly dark: boolean;
  /** Undefined: this picture was not searched for hands. */
  readonly hands: readonly HandLook[] | undefined;
  /** Undefined: this picture was not searched for a body. */
  readonly body: BodyLook | 'none' | undefined;
}
export interface FaceLook {
  /** 478 × (x, y, z), 16, and `ARKIT_SHAPES` where the model tells them. */
  readonly landmarks: Float32Array;
  readonly matrix: Float32Array;
  readonly blendshapes: Float32Array | undefined;
}
export interface HandLook {
  readonly side: HandSide;
  /** 21 × (x, y, z) */
  readonly landmarks: Float32Array;
}

export interface BodyLook {
  /** 33 × (x, y, z), shares of the picture; metres about the hips; how certain each point is in sight. */
  readonly landmarks: Float32Array;
  readonly world: Float32Array;
  readonly visibility: Float32Array;
}

/** Follows one face; hands and the body at half rate, in turns. Throws from `look` when it cannot go on. */
export interface FaceFollower {
  readonly blendshapes: boolean;
  readonly delegate: Delegate;
  /** Why it is not as it was wished for; '' where it is. */
  readonly detail: string;
  look(picture: VideoFrame, atMs: number): Look;
  close(): void;
}

export interface FaceFollowerOptions {
  readonly plan: FollowerPlan;
  readonly tasks: VisionTasks;
  /** Brings a model's bytes. */
  fetchModel(url: string): Promise<Uint8Array>;
  now(): number;
  onDelegateChosen(delegate: Delegate): void;
}

/** How often the whole picture is searched for other faces, and for darkness. */
const SEARCH_EVERY_MS = 2000;
/** Pictures with everybody else covered, until the wanted face is the followed one: one to lose the other, two to be found. */
const COVERED_PICTURES = 3;
/**
 * The library smooths its points by the time between pictures, so much that a glance to the side comes a picture late. Told of so many times that time, it
 * smooths a face at rest only; what trembles beyond is smoothed by the hub, each channel by what it is.
 */
const STRETCH = 10;

export async function createFaceFollower(options: FaceFollowerOptions): Promise<FaceFollower> {
  const { plan, tasks, now } = options;
  const notes: string[] = [];
  const { bundle, landmarker: first, delegate: firstDelegate, trial } = await makeFace(options, notes);
  let landmarker = first;
  let delegate = firstDelegate;
  let spare: FaceLandmarker | undefined;
  let isTrying = trial !== undefined;
  const detector = await optional('other faces are not counted', notes, () => tasks.detector(bundle));
  const hands = await optional('hands are not followed', notes, async () =>
    plan.hand === undefined ? undefined : tasks.hands(await options.fetchModel(plan.hand)),
  );

  const body = await optional('the upper body is not followed', notes, async () =>
    plan.body === undefined ? undefined : tasks.body(await options.fetchModel(plan.body)),
  );

  const values = faceValues(hasBlendshapes(bundle));
  const isDark = createDarkRoom();
  const mask = createMask();
  let intake = createPictureIntake();
  let isClosed = false;
  let stamp = 0;
  let firstMs: number | undefined;
  let count = 0;
  let searchedAtMs = Number.NEGATIVE_INFINITY;
  let found = 0;
  let dark = false;
  let last: FaceBox | undefined;
  let lastAtMs = 0;
  let wanted: FaceBox | undefined;
  let covered = 0;

  function lookForFace(picture: VideoFrame, atMs: number): FaceLook | undefined {
    const begunMs = now();
    const source = wanted === undefined ? intake.take(picture) : mask(picture, wanted);
    const result = landmarker.detectForVideo(source, stamp);
    const costMs = now() - begunMs;
    if (wanted === undefined) intake.took(costMs);
    // Two questions at once would have no answer.
    if (isTrying && intake.chosen !== undefined) judge(costMs);
    if (wanted !== undefined && ++covered >= COVERED_PICTURES) wanted = undefined;
    const isThere = values.take(result);
    const box = isThere ? boxOf(values.face.landmarks, picture) : undefined;
    const isNew = box !== undefined && (last === undefined || atMs - lastAtMs > 500);
    if (isNew || atMs - searchedAtMs > SEARCH_EVERY_MS || atMs < searchedAtMs) search(picture, atMs, box, isNew);
    if (box !== undefined) {
      last = box;
      lastAtMs = atMs;
    }
    return isThere ? values.face : undefined;
  }

  /** Counts faces; a face that has just come into sight has to be the right one of them. */
  function search(picture: VideoFrame, atMs: number, box: FaceBox | undefined, isNew: boolean): void {
    searchedAtMs = atMs;
    dark = box === undefined && isDark(picture);
    const boxes = detector === undefined ? [] : boxesOf(detector, picture);
    found = boxes.length;
    const best = chooseFace(boxes, last, atMs - lastAtMs);
    if (!isNew || box === undefined || best === undefined || isSameFace(best, box) || wanted !== undefined) return;
    wanted = best;
    covered = 0;
  }

  function judge(costMs: number): void {
    const verdict = trial?.took(costMs) ?? 'go-on';
    if (verdict === 'go-on') return;
    if (verdict === 'try-cpu') {
      isTrying = false;
      void tasks.face(bundle, 'cpu').then(
        (made) => {
          if (isClosed) return made.close();
          [spare, landmarker, delegate, isTrying] = [landmarker, made, 'cpu', true];
          intake = createPictureIntake();
        },
        () => undefined,
      );
      return;
    }
    isTrying = false;
    if (verdict === 'gpu' && spare !== undefined) {
      [spare, landmarker, delegate] = [landmarker, spare, 'gpu'];
      intake = createPictureIntake();
    }
    spare?.close();
    spare = undefined;
    options.onDelegateChosen(delegate);
  }

  return {
    blendshapes: hasBlendshapes(bundle),
    get delegate() {
      return delegate;
    },
    detail: notes.join('; '),
    look(picture, atMs) {
      firstMs ??= atMs;
      stamp = Math.max(stamp + 1, Math.round((atMs - firstMs) * STRETCH));
      const face = lookForFace(picture, atMs);
      const isEven = count++ % 2 === 0;
      return {
        face,
        faces: face === undefined ? 0 : Math.max(1, found),
        dark: face === undefined && dark,
        hands: hands !== undefined && isEven ? handsOf(hands, picture, stamp) : undefined,
        body: body !== undefined && !isEven ? bodyOf(body, picture, stamp) : undefined,
      };
    },
    close() {
      isClosed = true;
      for (const machine of [landmarker, spare, detector, hands, body]) machine?.close();
    },
  };
}

/** The best face model that can be had: the official bundle where wished, else ours; the graphics card where wished or unknown, else the processor. */
async function makeFace(options: FaceFollowerOptions, notes: string[]) {
  const { plan, tasks } = options;
  if (plan.officialFace !== undefined) {
    try {
      const bundle = await options.fetchModel(plan.officialFace);
      return { bundle, ...(await onBestDelegate(options, bundle, notes)) };
    } catch (error) {
      notes.push(`the fetched model does not run (${messageFromUnknown(error)}); the one that came with the program is used`);
    }
  }
  const bundle = await options.fetchModel(plan.face);
  return { bundle, ...(await onBestDelegate({ ...options, tasks }, bundle, notes)) };
}

async function onBestDelegate({ plan, tasks }: FaceFollowerOptions, bundle: Uint8Array, notes: string[]) {
  const wish = plan.delegate === 'auto' ? plan.rememberedDelegate : plan.delegate;
  if (wish === 'cpu' || (wish === undefined && drawsInSoftware()))
    return { landmarker: await tasks.face(bundle, 'cpu'), delegate: 'cpu' as const, trial: undefined };
  try {
    const landmarker = await tasks.face(bundle, 'gpu');
    return { landmarker, delegate: 'gpu' as const, trial: wish === undefined ? createDelegateTrial() : undefined };
  } catch (error) {
    notes.push(`the graphics card does not run it (${messageFromUnknown(error)}); the processor does`);
    return { landmarker: await tasks.face(bundle, 'cpu'), delegate: 'cpu' as const, trial: undefined };
  }
}

async function optional<T>(loss: string, notes: string[], make: () => Promise<T>): Promise<T | undefined> {
  try {
    return await make();
  } catch (error) {
    notes.push(`${loss}: ${messageFromUnknown(error)}`);
    return undefined;
  }
}

const POINTS = 478;
function faceValues(withShapes: boolean) {
  const face = {
    landmarks: new Float32Array(3 * POINTS),
    matrix: new Float32Array(16),
    blendshapes: withShapes ? new Float32Array(ARKIT_SHAPES.length) : undefined,
  };
  const shapeAt = new Map<string, number>(ARKIT_SHAPES.map((name, index) => [name, index]));
  return {
    face,
    /** Whether there was a face in `result`. */
    take(result: FaceLandmarkerResult): boolean {
      const points = result.faceLandmarks[0];
      const matrix = result.facialTransformationMatrixes[0];
      if (points === undefined || matrix === undefined) return false;
      if (points.length !== POINTS) throw new StudioError('internal', `a face of ${points.length} points instead of ${POINTS}`);
      copyPoints(points, face.landmarks);
      face.matrix.set(matrix.data);
      face.blendshapes?.fill(0);
      for (const { categoryName, score } of result.faceBlendshapes[0]?.categories ?? []) {
        const at = shapeAt.get(categoryName);
        if (at !== undefined && face.blendshapes) face.blendshapes[at] = score;
      }
      return true;
    },
  };
}

function copyPoints(points: readonly { readonly x: number; readonly y: number; readonly z: number }[], out: Float32Array): void {
  let at = 0;
  for (const { x, y, z } of points) {
    out[at++] = x;
    out[at++] = y;
    out[at++] = z;
  }
}

function boxOf(landmarks: Float32Array, picture: VideoFrame): FaceBox {
  let [left, top, right, bottom] = [1, 1, 0, 0];
  for (let at = 0; at < landmarks.length; at += 3) {
    const [x = 0, y = 0] = [landmarks[at], landmarks[at + 1]];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const { displayWidth: width, displayHeight: height } = picture;
  return { x: left * width, y: top * height, width: (right - left) * width, height: (bottom - top) * height };
}

const boxesOf = (detector: FaceDetector, picture: VideoFrame): FaceBox[] =>
  detector
    .detect(picture)
    .detections.flatMap(({ boundingBox: box }) =>
      box === undefined ? [] : [{ x: box.originX, y: box.originY, width: box.width, height: box.height }],
    );

/** The library names hands as a mirror shows them: a camera's picture is none, so its left is the person's right. */
function handsOf(landmarker: HandLandmarker, picture: VideoFrame, stamp: number): readonly HandLook[] {
  const { landmarks, handedness } = landmarker.detectForVideo(picture, stamp);
  const looks = landmarks.map((points, index) => {
    const values = new Float32Array(3 * points.length);
    copyPoints(points, values);
    const [best] = handedness[index] ?? [];
    return {
      side: best?.categoryName === 'Left' ? ('right' as const) : ('left' as const),
      score: best?.score ?? 0,
      landmarks: values,
    };
  });
  // Two of one side: the less certain one is the other hand.
  const [first, second] = looks.sort((a, b) => b.score - a.score);
  if (first !== undefined && second !== undefined && first.side === second.side)
    return [first, { ...second, side: first.side === 'left' ? 'right' : 'left' }];
  return looks;
}

function bodyOf(landmarker: PoseLandmarker, picture: VideoFrame, stamp: number): BodyLook | 'none' {
  const found = landmarker.detectForVideo(picture, stamp);
  const [points, world] = [found.landmarks[0], found.worldLandmarks[0]];
  if (points?.length !== BODY_POINTS || world?.length !== BODY_POINTS) return 'none';
  const look = {
    landmarks: new Float32Array(3 * BODY_POINTS),
    world: new Float32Array(3 * BODY_POINTS),
    visibility: Float32Array.from(points, ({ visibility }) => visibility),
  };
  copyPoints(points, look.landmarks);
  copyPoints(world, look.world);
  return look;
}
