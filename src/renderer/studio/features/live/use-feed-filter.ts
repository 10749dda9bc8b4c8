import { useCallback, useState } from 'react';
import { type FeedFilter, feedFilterSchema, NO_FEED_FILTER } from './feed-filter.ts';

const KEY = 'yingxi.room-feed';

/** The feed's filter, remembered on this computer but for the search. */
export function useFeedFilter(): readonly [FeedFilter, (next: FeedFilter) => void] {
  const [filter, setFilter] = useState(remembered);
  const change = useCallback((next: FeedFilter) => {
    setFilter(next);
    localStorage.setItem(KEY, JSON.stringify({ ...next, search: '' }));
  }, []);
  return [filter, change];
}

function remembered(): FeedFilter {
  try {
    return feedFilterSchema.parse(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
  } catch {
    return NO_FEED_FILTER;
  }
}
