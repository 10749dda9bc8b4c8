import {
  IconBroadcast,
  IconDeviceTv,
  IconDiamond,
  IconMessage2,
  IconMusic,
  IconPlayerRecord,
  IconScissors,
} from '@tabler/icons-react';
import { useCallback } from 'react';
import type { ShowMark, SpokenLine } from '#shared/clips/show-mark.ts';
import { clockText } from '#shared/clock-text.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { FailedState, LoadingState } from '../../ui/states.tsx';
import { useQuery } from '../../ui/use-query.ts';

type Kind = ShowMark['kind'] | 'line';
const ICONS = {
  begin: IconPlayerRecord,
  scene: IconDeviceTv,
  paid: IconDiamond,
  raid: IconBroadcast,
  song: IconMusic,
  clip: IconScissors,
  line: IconMessage2,
} satisfies Record<Kind, unknown>;

/** What she said and what happened in one recording, with the time in the video. `entries`: how many there are by now; more of them are asked for. */
export function RecordingLog({ id, entries }: { readonly id: string; readonly entries: number }) {
  const { clips } = useStrings();
  const client = useClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a log that grew is read again
  const ask = useCallback((signal: AbortSignal) => client.clips.log({ id }, { signal }), [client, id, entries]);
  const { value, problem, again } = useQuery(ask);
  if (value === undefined)
    return problem === undefined ? (
      <LoadingState rows={3} />
    ) : (
      <FailedState title={clips.logFailed} problem={problem} onRetry={again} />
    );
  const rows = rowsOf(value.lines, value.marks);
  if (rows.length === 0) return <p className="clip-log-none">{clips.exportEmpty}</p>;
  return (
    <ol className="clip-log">
      {rows.map(({ key, atMs, kind, text }) => (
        <LogRow key={key} atMs={atMs} kind={kind} text={text} />
      ))}
    </ol>
  );
}

interface Row {
  readonly key: string;
  readonly atMs: number;
  readonly kind: Kind;
  readonly text: string;
}

function LogRow({ atMs, kind, text }: Omit<Row, 'key'>) {
  const words = useStrings().clips.kinds[kind];
  const Icon = ICONS[kind];
  return (
    <li data-kind={kind}>
      <time>{clockText(atMs / 1000)}</time>
      <Icon size="0.95rem" role="img" aria-label={words} title={words} />
      <bdi dir="auto">{text}</bdi>
    </li>
  );
}

function rowsOf(lines: readonly SpokenLine[], marks: readonly ShowMark[]): readonly Row[] {
  return [
    ...lines.map(({ startMs, text }, place): Row => ({ key: `line-${place}`, atMs: startMs, kind: 'line', text })),
    ...marks.map(({ atMs, kind, title }, place): Row => ({ key: `mark-${place}`, atMs, kind, text: title })),
  ].sort((a, b) => a.atMs - b.atMs);
}
