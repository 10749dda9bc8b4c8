import type { CameraResult } from '#renderer/capture/camera/camera-tracker.types.ts';

/** Lines of MediaPipe's face mesh that a person knows again; indices into its 478 points. */
const CLOSED: readonly (readonly number[])[] = [
  [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136, 172,
    58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
  ],
  [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466],
  [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246],
  [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185],
  [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191],
];
const OPEN: readonly (readonly number[])[] = [
  [300, 293, 334, 296, 336],
  [70, 63, 105, 66, 107],
  [168, 6, 197, 195, 5, 4],
];
/** Centre and a point of the rim. */
const IRISES: readonly (readonly [number, number])[] = [
  [468, 469],
  [473, 474],
];
const FINGERS: readonly (readonly number[])[] = [
  [0, 1, 2, 3, 4],
  [0, 5, 6, 7, 8],
  [5, 9, 10, 11, 12],
  [9, 13, 14, 15, 16],
  [13, 17, 18, 19, 20],
  [0, 17],
];
/** Shoulders, and each arm to the knuckles. */
const BODY: readonly (readonly number[])[] = [
  [11, 12],
  [11, 13, 15, 19],
  [12, 14, 16, 20],
];
const MESH_POINTS = 468;

export interface OverlayColours {
  readonly line: string;
  readonly point: string;
  readonly hand: string;
}

/** Draws what was found over the whole canvas, whose size is the picture's on the screen. Not mirrored: the canvas is, by its style. */
export function drawOverlay(context: CanvasRenderingContext2D, result: CameraResult, colours: OverlayColours): void {
  const { width, height } = context.canvas;
  context.clearRect(0, 0, width, height);
  const scale = width / 640;
  context.lineJoin = 'round';
  context.lineWidth = Math.max(1.5, 2 * scale);
  if (result.landmarks !== undefined) drawFace(context, result.landmarks, colours, scale);
  context.strokeStyle = colours.hand;
  for (const hand of result.handLandmarks) for (const finger of FINGERS) strokeLine(context, hand, finger, false);
  if (result.bodyLandmarks !== undefined) for (const line of BODY) strokeLine(context, result.bodyLandmarks, line, false);
}

function drawFace(context: CanvasRenderingContext2D, points: Float32Array, colours: OverlayColours, scale: number): void {
  const { width, height } = context.canvas;
  context.fillStyle = colours.point;
  const size = Math.max(1, 1.4 * scale);
  for (let i = 0; i < MESH_POINTS; i++)
    context.fillRect((points[3 * i] ?? 0) * width - size / 2, (points[3 * i + 1] ?? 0) * height - size / 2, size, size);
  context.strokeStyle = colours.line;
  for (const line of CLOSED) strokeLine(context, points, line, true);
  for (const line of OPEN) strokeLine(context, points, line, false);
  for (const [centre, rim] of IRISES) {
    const x = (points[3 * centre] ?? 0) * width;
    const y = (points[3 * centre + 1] ?? 0) * height;
    const radius = Math.hypot((points[3 * rim] ?? 0) * width - x, (points[3 * rim + 1] ?? 0) * height - y);
    if (!(radius > 0)) continue;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.stroke();
  }
}

function strokeLine(context: CanvasRenderingContext2D, points: Float32Array, line: readonly number[], closed: boolean): void {
  const { width, height } = context.canvas;
  context.beginPath();
  for (const index of line) context.lineTo((points[3 * index] ?? 0) * width, (points[3 * index + 1] ?? 0) * height);
  if (closed) context.closePath();
  context.stroke();
}
