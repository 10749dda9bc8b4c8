import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { createPortal } from 'react-dom';
import type { TemplateItem, TemplateSource } from '#shared/obs/setup/template.ts';
import { useDraft } from '../../../ui/use-draft.ts';
import { type Box, CORNERS, type Corner, moved, nudged, resized } from './drag-placement.ts';

/** Units of the drawing; the canvas of most streams is as wide to its height. */
export const WIDTH = 320;
export const HEIGHT = 180;
const HANDLE = 9;
/** Presses that follow each other are one change. */
const KEYS_PAUSE_MS = 600;
/** Less than this, in pixels, is a click. */
const CLICK = 3;

interface ScenePartProps {
  readonly item: TemplateItem;
  readonly source: TemplateSource;
  readonly chosen: boolean;
  /** In front of all parts: handles must not lie beneath them. */
  readonly top: Element | null;
  /** It can be chosen. */
  readonly onChoose: ((sourceId: string) => void) | undefined;
  /** It can be moved: by mouse and arrow keys (Shift: further; Alt: its size), and at its corners. */
  readonly onPlace: ((sourceId: string, box: Box) => void | Promise<void>) | undefined;
}

/** One part of a scene where it will be. */
export function ScenePart({ item, source, chosen, top, onChoose, onPlace }: ScenePartProps) {
  const { content } = source;
  const drag = useDrag(item, onPlace);
  const { x, y, width, height } = drag.box;
  const box = { x: x * WIDTH, y: y * HEIGHT, width: width * WIDTH, height: height * HEIGHT };
  const isAvatar = content.kind === 'page' && (content.page === 'avatar' || content.page === 'cohost');
  const kind = isAvatar ? 'avatar' : content.kind;
  const style = content.kind === 'colour' ? { fill: content.colour } : undefined;
  const isWhole = width > 0.98 && height > 0.98;
  const choose = onChoose === undefined ? undefined : () => onChoose(item.source);
  return (
    <g
      className={`scene-part scene-part-${kind}${chosen ? ' is-chosen' : ''}${item.visible ? '' : ' is-hidden'}${drag.isHeld ? ' is-held' : ''}`}
      data-movable={drag.isMovable || undefined}
      {...(choose === undefined
        ? {}
        : {
            role: 'button',
            tabIndex: 0,
            'aria-label': source.name,
            'aria-pressed': chosen,
            onClick: choose,
            onKeyDown: (event: KeyboardEvent) => {
              if (drag.press(event)) return;
              if (event.key !== 'Enter' && event.key !== ' ') return;
              event.preventDefault();
              choose();
            },
            onBlur: drag.settle,
            ...drag.handlers('whole'),
          })}
    >
      <rect {...box} rx={isWhole ? 4 : 3} style={style} />
      {kind === 'avatar' ? <Figure {...box} /> : null}
      {content.kind === 'colour' || kind === 'avatar' ? null : (
        <text x={box.x + box.width / 2} y={box.y + box.height / 2 + 3} textAnchor="middle">
          {shortened(content.kind === 'text' ? content.text : source.name, box.width)}
        </text>
      )}
      {chosen && drag.isMovable && top !== null
        ? createPortal(
            CORNERS.map((corner) => (
              <rect
                key={corner}
                className="scene-handle"
                data-corner={corner}
                x={box.x + (corner.endsWith('right') ? box.width : 0) - HANDLE / 2}
                y={box.y + (corner.startsWith('bottom') ? box.height : 0) - HANDLE / 2}
                width={HANDLE}
                height={HANDLE}
                {...drag.handlers(corner)}
              />
            )),
            top,
          )
        : null}
    </g>
  );
}

interface Grip {
  readonly taken: Corner | 'whole';
  readonly from: Box;
  readonly atX: number;
  readonly atY: number;
  /** Of the drawing on the screen, pixels. */
  readonly width: number;
  readonly height: number;
  moves: boolean;
}

/** A box that follows the mouse or the keys, and is kept when it is let go. Escape puts it back. */
function useDrag(item: TemplateItem, onPlace: ScenePartProps['onPlace']) {
  const isMovable = onPlace !== undefined && !item.locked;
  const grip = useRef<Grip>(undefined);
  const draft = useDraft<Box>(item.placement, (box) => onPlace?.(item.source, box), KEYS_PAUSE_MS);
  const held = grip.current;

  const follow = (event: PointerEvent): void => {
    const { current } = grip;
    if (current === undefined) return;
    const [dx, dy] = [event.clientX - current.atX, event.clientY - current.atY];
    if (!current.moves && Math.hypot(dx, dy) < CLICK) return;
    current.moves = true;
    const by = [dx / current.width, dy / current.height, !event.altKey] as const;
    draft.change(current.taken === 'whole' ? moved(current.from, ...by) : resized(current.from, current.taken, ...by));
  };
  const take = (event: PointerEvent<SVGElement>, taken: Grip['taken']): void => {
    const room = event.currentTarget.ownerSVGElement?.getBoundingClientRect();
    if (!isMovable || event.button !== 0 || room === undefined) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    const { x, y, width, height } = draft.value;
    const size = { width: room.width, height: room.height };
    grip.current = { taken, from: { x, y, width, height }, atX: event.clientX, atY: event.clientY, ...size, moves: false };
  };
  const letGo = (): void => {
    if (grip.current?.moves === true) draft.flush();
    grip.current = undefined;
  };
  return {
    box: draft.value,
    isMovable,
    isHeld: held?.moves === true,
    settle: draft.flush,
    /** Whether the key was one of its own. */
    press(event: KeyboardEvent): boolean {
      if (event.key === 'Escape' && grip.current !== undefined) {
        draft.change(grip.current.from);
        letGo();
        return true;
      }
      const box = isMovable ? nudged(draft.value, event.key, { big: event.shiftKey, resize: event.altKey }) : undefined;
      if (box === undefined) return false;
      event.preventDefault();
      draft.change(box);
      return true;
    },
    handlers: (taken: Grip['taken']) =>
      isMovable
        ? {
            onPointerDown: (event: PointerEvent<SVGElement>) => take(event, taken),
            onPointerMove: follow,
            onPointerUp: letGo,
            onPointerCancel: letGo,
          }
        : {},
  };
}

/** Head and shoulders at the foot of the box. */
function Figure({ x, y, width, height }: Box) {
  const size = Math.min(width, height) * 0.9;
  const middle = x + width / 2;
  const foot = y + height;
  const shoulder = size * 0.36;
  return (
    <g className="scene-figure">
      <circle cx={middle} cy={foot - size * 0.6} r={size * 0.19} />
      <path
        d={`M${middle - shoulder} ${foot} C${middle - shoulder} ${foot - size * 0.45} ${middle + shoulder} ${foot - size * 0.45} ${middle + shoulder} ${foot} Z`}
      />
    </g>
  );
}

/** Chinese and Japanese letters are about twice as wide as Latin ones. */
function shortened(text: string, width: number): string {
  const widthOf = (letter: string): number => (letter.charCodeAt(0) > 0x2e7f ? 9.5 : 5);
  let used = 0;
  let taken = '';
  for (const letter of text) {
    used += widthOf(letter);
    if (used > width - 4) return taken.length === 0 ? '' : `${taken.slice(0, -1)}…`;
    taken += letter;
  }
  return taken;
}
