import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';

/** Within this many px of the end the reader counts as being at the end. */
const NEAR_PX = 48;

/** Keeps a scrolling list at its end while the reader is there; counts what arrived while they read further up. */
export function useStickToBottom(arrived: number): {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly onScroll: () => void;
  readonly unseen: number;
  readonly toEnd: () => void;
} {
  const ref = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [seen, setSeen] = useState(arrived);
  const toEnd = useCallback(() => {
    const list = ref.current;
    if (list === null) return;
    atEnd.current = true;
    list.scrollTop = list.scrollHeight;
    setSeen(arrived);
  }, [arrived]);
  useLayoutEffect(() => {
    if (atEnd.current) toEnd();
  }, [toEnd]);
  const onScroll = useCallback(() => {
    const list = ref.current;
    if (list === null) return;
    atEnd.current = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX;
    if (atEnd.current) setSeen(arrived);
  }, [arrived]);
  return { ref, onScroll, unseen: atEnd.current ? 0 : Math.max(0, arrived - seen), toEnd };
}
