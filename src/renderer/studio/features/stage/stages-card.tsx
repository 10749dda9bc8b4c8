import { Button, Table, Tooltip } from '@mantine/core';
import { IconPin, IconPinnedOff, IconScreenShare, IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { Stages, StageView } from '#shared/contract/stage.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useMirror } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { stageNames } from '../../ui/stage-names.ts';
import { EmptyState, FailedState, LoadingState } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';

/** Every connected stage and how it fares. */
export function StagesCard() {
  const { stage } = useStrings();
  const { value, problem } = useMirror('stages');
  return (
    <Panel title={stage.stages} icon={<IconScreenShare size="1.25rem" />}>
      {value === undefined && problem === undefined ? <LoadingState rows={2} /> : null}
      {value === undefined && problem !== undefined ? <FailedState title={stage.loadFailed} problem={problem} /> : null}
      {value?.stages.length === 0 ? (
        <EmptyState icon={<IconScreenShare size="1.5rem" />} title={stage.stagesEmpty} hint={stage.stagesEmptyHint} />
      ) : null}
      {value !== undefined && value.stages.length > 0 ? <StagesTable view={value} /> : null}
    </Panel>
  );
}

function StagesTable({ view }: { readonly view: Stages }) {
  const strings = useStrings();
  const { stage } = strings;
  const names = stageNames(strings, view.stages);
  return (
    <div className="table-scroll">
      <Table verticalSpacing="0.45rem" className="tabular stages-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{stage.kind}</Table.Th>
            <Table.Th>{stage.role}</Table.Th>
            <Table.Th ta="right">{stage.fps}</Table.Th>
            <Table.Th ta="right">{stage.frameAge}</Table.Th>
            <Table.Th ta="right">{stage.underruns}</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {view.stages.map((one) => (
            <StageRow
              key={one.stageId}
              stage={one}
              name={names.get(one.stageId) ?? one.kind}
              pinned={view.pinnedStageId === one.stageId}
            />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function StageRow({ stage, name, pinned }: { readonly stage: StageView; readonly name: string; readonly pinned: boolean }) {
  const { stage: words, errors } = useStrings();
  const client = useClient();
  const pin = useCallback((stageId: string | null) => client.stage.pin({ stageId }), [client]);
  const { run, busy } = useAction(errors.title, pin);
  const sounding = stage.role === 'sounding';
  const label = pinned ? words.unpin : words.pin;
  const Icon = stage.canSound ? IconVolume : IconVolumeOff;
  return (
    <Table.Tr>
      <Table.Td fw={500}>{name}</Table.Td>
      <Table.Td>
        <Tooltip label={words.cannotSound} disabled={stage.canSound}>
          <span className={sounding ? 'tag tag-accent' : 'tag'}>
            <Icon size="0.85rem" aria-hidden /> {sounding ? words.sounding : words.following}
          </span>
        </Tooltip>
      </Table.Td>
      <Table.Td ta="right">{Math.round(stage.framesPerSecond)}</Table.Td>
      <Table.Td ta="right">{Math.round(stage.frameAgeMs)} ms</Table.Td>
      <Table.Td ta="right">{stage.underruns}</Table.Td>
      <Table.Td ta="right">
        <Tooltip label={label}>
          <Button
            size="compact-xs"
            variant={pinned ? 'light' : 'subtle'}
            color={pinned ? 'pink' : 'gray'}
            loading={busy}
            aria-label={`${label}: ${name}`}
            aria-pressed={pinned}
            onClick={() => void run(pinned ? null : stage.stageId)}
          >
            {pinned ? <IconPinnedOff size="0.95rem" /> : <IconPin size="0.95rem" />}
          </Button>
        </Tooltip>
      </Table.Td>
    </Table.Tr>
  );
}
