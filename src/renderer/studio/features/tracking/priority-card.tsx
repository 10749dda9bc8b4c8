import { ActionIcon, SegmentedControl, Switch } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGripVertical, IconSortAscending } from '@tabler/icons-react';
import { type DragEvent, type KeyboardEvent, useRef, useState } from 'react';
import { BODY_PARTS } from '#shared/tracking/body-parts.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';
import { movedTo, orderOfChoice, type PartChoice, partsDiffer, withOrder } from './priorities.ts';
import { useTracking } from './tracking-context.tsx';
import './sources.css';

/** Who wins a part when several see it: for all parts, or one by one. Nothing to decide while there is one source. */
export function PriorityCard() {
  const { motionLinks, tracking: words } = useStrings();
  const { priorities, ignored } = useSettings((all) => all.tracking);
  const names = useSourceNames();
  const save = useSave();
  const [choice, setChoice] = useState<PartChoice>('all');
  const known = [...names.keys()];
  if (known.length < 2) return null;
  const part = choice === 'all' ? undefined : choice;
  return (
    <Panel title={motionLinks.priority} hint={motionLinks.priorityHint} icon={<IconSortAscending size="1.25rem" />}>
      <SegmentedControl
        size="xs"
        className="track-part-choice"
        aria-label={motionLinks.partLabel}
        value={choice}
        onChange={(next) => setChoice(BODY_PARTS.find((one) => one === next) ?? 'all')}
        data={[
          { value: 'all', label: motionLinks.allParts },
          ...BODY_PARTS.map((value) => ({ value, label: words.parts[value] })),
        ]}
      />
      {choice === 'all' && partsDiffer(priorities, known) ? <p className="field-hint">{motionLinks.differs}</p> : null}
      <OrderList
        order={orderOfChoice(priorities, choice, known)}
        names={names}
        onOrder={(order) => void save({ tracking: { priorities: withOrder(priorities, choice, order) } })}
      />
      {part === undefined ? null : (
        <Switch
          label={fill(motionLinks.ignore, { part: words.parts[part] })}
          description={motionLinks.ignoreHint}
          checked={ignored.includes(part)}
          onChange={(event) => {
            const rest = ignored.filter((other) => other !== part);
            void save({ tracking: { ignored: event.currentTarget.checked ? [...rest, part] : rest } });
          }}
        />
      )}
    </Panel>
  );
}

/** Names by id: the webcam, what was added, and whatever else is there now. */
function useSourceNames(): ReadonlyMap<string, string> {
  const { motionLinks } = useStrings();
  const { webcam, inputs } = useSettings((all) => all.tracking);
  const sources = useTracking().tracking.value?.sources ?? [];
  return new Map([
    ...(webcam.enabled ? [['webcam', motionLinks.kinds.webcam] as const] : []),
    ...inputs.map(({ id, name, kind }) => [id, name === '' ? motionLinks.kinds[kind] : name] as const),
    ...sources
      .filter(({ id }) => !inputs.some((input) => input.id === id))
      .map(({ id, kind }) => [id, motionLinks.kinds[kind]] as const),
  ]);
}

interface OrderListProps {
  readonly order: readonly string[];
  readonly names: ReadonlyMap<string, string>;
  readonly onOrder: (order: readonly string[]) => void;
}

/** Rows that are dragged, or moved with the arrow keys while one has the focus. */
function OrderList({ order, names, onOrder }: OrderListProps) {
  const { motionLinks } = useStrings();
  const list = useRef<HTMLOListElement>(null);
  const [dragged, setDragged] = useState<string>();
  const [told, setTold] = useState('');
  const move = (id: string, to: number): void => {
    if (to < 0 || to >= order.length) return;
    onOrder(movedTo(order, id, to));
    setTold(fill(motionLinks.moved, { name: names.get(id) ?? id, n: to + 1 }));
  };
  const onKeyDown = (event: KeyboardEvent, id: string): void => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step === undefined || event.target !== event.currentTarget) return;
    event.preventDefault();
    move(id, order.indexOf(id) + step);
  };
  const onDragOver = (event: DragEvent, id: string): void => {
    if (dragged === undefined) return;
    event.preventDefault();
    if (dragged !== id) move(dragged, order.indexOf(id));
  };
  return (
    <>
      <ol className="track-order" ref={list}>
        {order.map((id, at) => {
          const name = names.get(id) ?? id;
          return (
            <li
              key={id}
              // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the row that has the focus
              tabIndex={0}
              draggable
              data-dragged={dragged === id || undefined}
              onKeyDown={(event) => onKeyDown(event, id)}
              onDragStart={() => setDragged(id)}
              onDragEnd={() => setDragged(undefined)}
              onDragOver={(event) => onDragOver(event, id)}
            >
              <IconGripVertical size="1rem" aria-hidden />
              <b className="tabular">{at + 1}</b>
              <span>{name}</span>
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={at === 0}
                aria-label={fill(motionLinks.moveUp, { name })}
                onClick={() => move(id, at - 1)}
              >
                <IconArrowUp size="1rem" />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={at === order.length - 1}
                aria-label={fill(motionLinks.moveDown, { name })}
                onClick={() => move(id, at + 1)}
              >
                <IconArrowDown size="1rem" />
              </ActionIcon>
            </li>
          );
        })}
      </ol>
      <span className="visually-hidden" role="status">
        {told}
      </span>
    </>
  );
}
