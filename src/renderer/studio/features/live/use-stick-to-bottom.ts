import { type PointerEvent, type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Within this many px of the end the reader counts as being at the end. */
const NEAR_PX = 48;

export interface StickToBottom {
  readonly ref: RefObject<HTMLDivElement | null>;
  /** For the scrolling list. */
  readonly handlers: {
    readonly onScroll: () => void;
    readonly onPointerEnter: (event: PointerEvent) => void;
    readonly onPointerLeave: () => void;
  };
  /** The reader looks at something: the pointer is over the list, or they have scrolled up. Nothing may move under them. */
  readonly paused: boolean;
  /** What arrived while paused. */
  readonly unseen: number;
  readonly toEnd: () => void;
}

/** Keeps a scrolling list at its end until the reader scrolls up or points at it; then it stands still. */
export function useStickToBottom(arrived: number): StickToBottom {
  const ref = useRef<HTMLDivElement>(null);
  const [scrolledUp, setScrolledUp] = useState(false);
  const [pointed, setPointed] = useState(false);
  const [seen, setSeen] = useState(arrived);
  const paused = scrolledUp || pointed;

  const toEnd = useCallback(() => {
    const list = ref.current;
    if (list === null) return;
    list.scrollTop = list.scrollHeight;
    setScrolledUp(false);
    setPointed(false);
  }, []);
  const onScroll = useCallback(() => {
    const list = ref.current;
    if (list !== null) setScrolledUp(list.scrollHeight - list.scrollTop - list.clientHeight >= NEAR_PX);
  }, []);
  // A finger that touches the list scrolls it; only a mouse can rest on it.
  const onPointerEnter = useCallback((event: PointerEvent) => setPointed(event.pointerType === 'mouse'), []);
  const onPointerLeave = useCallback(() => setPointed(false), []);

  useEffect(() => {
    if (!paused) setSeen(arrived);
  }, [paused, arrived]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new row may move the end
  useLayoutEffect(() => {
    const list = ref.current;
    if (!paused && list !== null) list.scrollTop = list.scrollHeight;
  }, [paused, arrived]);

  return {
    ref,
    handlers: { onScroll, onPointerEnter, onPointerLeave },
    paused,
    unseen: paused ? Math.max(0, arrived - seen) : 0,
    toEnd,
  };
}
