/** A face in the picture, in pixels. */
export interface FaceBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A face that was lost so long ago may be another one by now. */
const SAME_PERSON_MS = 2000;
/** …and one that is more than so many of its widths away is another one. */
const SAME_PERSON_WIDTHS = 1.5;

/** Which of `boxes` to follow: the one that was followed a moment ago, otherwise the nearest to the camera, which is the largest. */
export function chooseFace(boxes: readonly FaceBox[], last: FaceBox | undefined, lostForMs: number): FaceBox | undefined {
  const largest = [...boxes].sort((a, b) => b.width * b.height - a.width * a.height)[0];
  if (last === undefined || lostForMs > SAME_PERSON_MS) return largest;
  const nearest = [...boxes].sort((a, b) => distance(a, last) - distance(b, last))[0];
  return nearest !== undefined && distance(nearest, last) < SAME_PERSON_WIDTHS * last.width ? nearest : largest;
}

/** Whether both are of one face: the middle of each lies in the other. */
export const isSameFace = (a: FaceBox, b: FaceBox): boolean => holdsMiddle(a, b) && holdsMiddle(b, a);

const holdsMiddle = (box: FaceBox, other: FaceBox): boolean =>
  Math.abs(middleX(box) - middleX(other)) < box.width / 2 && Math.abs(middleY(box) - middleY(other)) < box.height / 2;
const distance = (a: FaceBox, b: FaceBox): number => Math.hypot(middleX(a) - middleX(b), middleY(a) - middleY(b));
const middleX = (box: FaceBox): number => box.x + box.width / 2;
const middleY = (box: FaceBox): number => box.y + box.height / 2;
