import { ActionIcon, Menu, Progress, Tooltip } from '@mantine/core';
import {
  IconDots,
  IconDownload,
  IconEdit,
  IconPlayerPlayFilled,
  IconPlayerStopFilled,
  IconRepeat,
  IconTrash,
} from '@tabler/icons-react';
import { useCallback } from 'react';
import { clockText } from '#shared/clock-text.ts';
import {
  PERFORMANCE_FORMATS,
  type PerformanceEntry,
  type PerformanceFormat,
  type PerformancesView,
} from '#shared/contract/performances.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { downloadFrom } from '../../ui/download.ts';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { sizeText } from './record-card.tsx';

interface PerformanceRowProps {
  readonly entry: PerformanceEntry;
  readonly playing: NonNullable<PerformancesView['playing']> | undefined;
  readonly onRename: () => void;
}

/** One performance: play it, once or over and over, and what else can be done with it. */
export function PerformanceRow({ entry, playing, onRename }: PerformanceRowProps) {
  const { performances: words } = useStrings();
  const language = useInterfaceLanguage();
  const recordedAt = new Date(entry.recordedAtMs).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
  const name = entry.name || recordedAt;
  const facts = [
    clockText(entry.lengthMs / 1000),
    ...(entry.name === '' ? [] : [recordedAt]),
    sizeText(entry.bytes),
    ...(entry.modelName === '' ? [] : [fill(words.withModel, { name: entry.modelName })]),
    ...(entry.bones ? [words.bones] : []),
    ...(entry.voice ? [words.voice] : []),
  ];
  return (
    <li className="perform-row">
      <PlayButtons entry={entry} name={name} playing={playing} />
      <div className="perform-words">
        <strong>{name}</strong>
        <span>{facts.join(' · ')}</span>
        {playing === undefined ? null : (
          <Progress
            value={(100 * playing.positionMs) / Math.max(1, playing.lengthMs)}
            size="sm"
            transitionDuration={250}
            aria-label={words.position}
          />
        )}
      </div>
      <RowMenu entry={entry} name={name} onRename={onRename} />
    </li>
  );
}

function PlayButtons({ entry, name, playing }: Pick<PerformanceRowProps, 'entry' | 'playing'> & { readonly name: string }) {
  const { performances: words } = useStrings();
  const client = useClient();
  const { run, busy } = useAction(
    words.playFailed,
    useCallback(
      async (loop: boolean) => {
        if (playing !== undefined && playing.loop === loop) await client.performances.stop();
        else await client.performances.play({ id: entry.id, loop });
      },
      [client, entry.id, playing],
    ),
  );
  const button = (loop: boolean) => {
    const on = playing !== undefined && playing.loop === loop;
    const label = fill(on ? words.stop : loop ? words.loop : words.play, { name });
    const Icon = on ? IconPlayerStopFilled : loop ? IconRepeat : IconPlayerPlayFilled;
    return (
      <Tooltip label={label}>
        <ActionIcon
          size="lg"
          variant={on ? 'filled' : loop ? 'subtle' : 'light'}
          aria-label={label}
          loading={busy}
          onClick={() => void run(loop)}
        >
          <Icon size="1.1rem" />
        </ActionIcon>
      </Tooltip>
    );
  };
  return (
    <div className="perform-play">
      {button(false)}
      {button(true)}
    </div>
  );
}

function RowMenu({ entry, name, onRename }: Pick<PerformanceRowProps, 'entry' | 'onRename'> & { readonly name: string }) {
  const { performances: words, common } = useStrings();
  const client = useClient();
  const { id } = entry;
  const { run: give } = useAction(
    words.exportFailed,
    useCallback(
      async (format: PerformanceFormat) => {
        const { fileName, url } = await client.performances.export({ id, format });
        await downloadFrom(url, fileName);
      },
      [client, id],
    ),
  );
  const { run: bringBack } = useAction(
    words.restoreFailed,
    useCallback(async () => void (await client.performances.restore({ id })), [client, id]),
  );
  const { run: remove } = useAction(
    words.removeFailed,
    useCallback(async () => {
      await client.performances.remove({ id });
      showToast({
        tone: 'plain',
        title: fill(words.removed, { name }),
        action: { label: common.undo, run: () => void bringBack() },
      });
    }, [client, id, name, words, common, bringBack]),
  );
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={fill(words.moreOf, { name })}>
          <IconDots size="1.1rem" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconEdit size="0.95rem" />} onClick={onRename}>
          {words.rename}
        </Menu.Item>
        <Menu.Divider />
        {PERFORMANCE_FORMATS.map((format) => (
          <Menu.Item key={format} leftSection={<IconDownload size="0.95rem" />} onClick={() => void give(format)}>
            {words.formats[format]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<IconTrash size="0.95rem" />} onClick={() => void remove()}>
          {words.remove}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
