import { useEffect, useState } from 'react';

const two = (n: number): string => String(n).padStart(2, '0');

/** Hours, minutes and seconds since a moment (ms since the epoch). */
export function ElapsedTime({ sinceMs }: { readonly sinceMs: number }) {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.floor((nowMs - sinceMs) / 1000));
  const minutes = Math.floor(seconds / 60);
  return <time>{`${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`}</time>;
}
