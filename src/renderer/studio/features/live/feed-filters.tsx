import { ActionIcon, Button, Indicator, Popover, Select, TextInput } from '@mantine/core';
import { IconFilter, IconSearch } from '@tabler/icons-react';
import type { LivePlatform } from '#shared/live/live-event.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { FEED_KINDS, FEED_VIEWS, type FeedFilter, feedFilterSchema, isFiltered, NO_FEED_FILTER } from './feed-filter.ts';

interface FeedFiltersProps {
  readonly filter: FeedFilter;
  readonly onChange: (next: FeedFilter) => void;
  /** Those that brought something lately. */
  readonly platforms: readonly LivePlatform[];
}

/** Search, one of five views, and behind a button platform and kind. */
export function FeedFilters({ filter, onChange, platforms }: FeedFiltersProps) {
  const { roomFeed } = useStrings();
  return (
    <search className="feed-filters">
      <div className="feed-find">
        <TextInput
          size="xs"
          leftSection={<IconSearch size="0.875rem" />}
          aria-label={roomFeed.search}
          placeholder={roomFeed.search}
          value={filter.search}
          onChange={(event) => onChange({ ...filter, search: event.currentTarget.value })}
          onKeyDown={(event) => (event.key === 'Escape' ? onChange({ ...filter, search: '' }) : undefined)}
        />
        <MoreFilters filter={filter} onChange={onChange} platforms={platforms} />
      </div>
      <fieldset className="feed-views" aria-label={roomFeed.view}>
        {FEED_VIEWS.map((view) => (
          <button
            key={view}
            type="button"
            aria-pressed={filter.view === view}
            onClick={() => onChange({ ...filter, view: filter.view === view ? 'all' : view })}
          >
            {roomFeed[view]}
          </button>
        ))}
      </fieldset>
    </search>
  );
}

const ANY = 'any';

function MoreFilters({ filter, onChange, platforms }: FeedFiltersProps) {
  const { roomFeed, platforms: platformNames, kinds } = useStrings();
  const active = filter.platform !== undefined || filter.kind !== undefined;
  const offered =
    filter.platform === undefined || platforms.includes(filter.platform) ? platforms : [...platforms, filter.platform];
  /** What is not in the list stands for any. */
  const change = (part: { readonly platform?: string | null; readonly kind?: string | null }): void =>
    onChange(feedFilterSchema.parse({ ...filter, ...part }));
  return (
    <Popover position="bottom-end" shadow="md" width="14rem">
      <Popover.Target>
        <Indicator disabled={!active} size={7} offset={4} color="pink">
          <ActionIcon variant={active ? 'light' : 'default'} size="1.875rem" aria-label={roomFeed.filters}>
            <IconFilter size="1rem" />
          </ActionIcon>
        </Indicator>
      </Popover.Target>
      <Popover.Dropdown className="feed-more">
        <Select
          size="xs"
          label={roomFeed.platform}
          comboboxProps={{ withinPortal: false }}
          value={filter.platform ?? ANY}
          onChange={(platform) => change({ platform })}
          data={[
            { value: ANY, label: roomFeed.anyPlatform },
            ...offered.map((value) => ({ value, label: platformNames[value] })),
          ]}
        />
        <Select
          size="xs"
          label={roomFeed.kind}
          comboboxProps={{ withinPortal: false }}
          value={filter.kind ?? ANY}
          onChange={(kind) => change({ kind })}
          data={[{ value: ANY, label: roomFeed.anyKind }, ...FEED_KINDS.map((value) => ({ value, label: kinds[value] }))]}
        />
        <Button size="xs" variant="default" disabled={!isFiltered(filter)} onClick={() => onChange(NO_FEED_FILTER)}>
          {roomFeed.clear}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
