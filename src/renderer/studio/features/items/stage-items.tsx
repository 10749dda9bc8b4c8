import { ActionIcon, Button, NumberInput, Select, Slider, Tooltip } from '@mantine/core';
import { IconFlipVertical, IconStack2, IconX } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { z } from 'zod';
import { BODY_PARTS, type BodyPart } from '#shared/avatar/scene.ts';
import type { ItemsView, itemChangeSchema } from '#shared/contract/items.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';

type StageItem = ItemsView['items'][number];
type Change = z.input<typeof itemChangeSchema>;

/** The items on the stage, each with its place. */
export function StageItems({ items: list }: { readonly items: readonly StageItem[] }) {
  const { items } = useStrings();
  const client = useClient();
  const clear = useAction(
    items.changeFailed,
    useCallback(() => client.items.unload({ instanceIds: null }), [client]),
  );
  const sorted = [...list].sort((a, b) => b.order - a.order);
  return (
    <Panel
      title={items.stage}
      hint={items.stageHint}
      icon={<IconStack2 size="1.25rem" />}
      right={
        list.length === 0 ? null : (
          <Button variant="default" size="xs" loading={clear.busy} onClick={() => void clear.run()}>
            {items.clear}
          </Button>
        )
      }
    >
      {list.length === 0 ? (
        <EmptyState icon={<IconStack2 size="1.5rem" />} title={items.stageEmpty} hint={items.stageEmptyHint} />
      ) : (
        <ul className="stage-items">
          {sorted.map((item) => (
            <StageItemRow key={item.instanceId} item={item} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function StageItemRow({ item }: { readonly item: StageItem }) {
  const { items } = useStrings();
  const client = useClient();
  const { instanceId } = item;
  const send = useCallback((change: Change) => client.items.change({ instanceId, change }), [client, instanceId]);
  const { run } = useAction(items.changeFailed, send);
  const off = useAction(
    items.changeFailed,
    useCallback(() => client.items.unload({ instanceIds: [instanceId] }), [client, instanceId]),
  );
  const change = (next: Change): void => void run(next);
  const pinned = item.pin === null || typeof item.pin.to !== 'string' ? 'none' : item.pin.to;
  return (
    <li className="stage-item">
      <img className="stage-item-picture" src={item.file.kind === 'model3d' ? undefined : item.file.url} alt="" />
      <div className="stage-item-name">
        <strong>{item.file.fileName}</strong>
        {item.owner === 'studio' ? null : <span className="tag">{items.byPlugin}</span>}
      </div>
      <Dial label={items.size} value={item.size} min={0.02} max={1} onChange={(size) => change({ size })} />
      <Dial label={items.x} value={item.x} min={-1} max={1} disabled={item.pin !== null} onChange={(x) => change({ x })} />
      <Dial label={items.y} value={item.y} min={-1} max={1} disabled={item.pin !== null} onChange={(y) => change({ y })} />
      <Dial
        label={items.angle}
        value={item.rotation}
        min={-180}
        max={180}
        step={1}
        onChange={(rotation) => change({ rotation })}
      />
      <Select
        size="xs"
        label={items.pin}
        value={pinned}
        allowDeselect={false}
        data={(['none', ...BODY_PARTS] as const).map((value) => ({ value, label: items.pins[value] }))}
        onChange={(value) => change({ pin: pinTo(value) })}
      />
      <NumberInput
        size="xs"
        className="stage-item-layer"
        label={items.layer}
        value={item.order}
        min={-30}
        max={30}
        onChange={(value) => (typeof value === 'number' && value !== 0 ? change({ order: Math.round(value) }) : undefined)}
      />
      <Tooltip label={items.flip}>
        <ActionIcon
          variant={item.flipped ? 'light' : 'default'}
          aria-label={items.flip}
          aria-pressed={item.flipped}
          onClick={() => change({ flipped: !item.flipped })}
        >
          <IconFlipVertical size="1rem" />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={items.takeOff}>
        <ActionIcon
          variant="default"
          loading={off.busy}
          aria-label={`${items.takeOff}: ${item.file.fileName}`}
          onClick={() => void off.run()}
        >
          <IconX size="1rem" />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}

/** A pin that sits well at first: hats above the head, things in hands, glasses on the face. */
function pinTo(value: string | null): Change['pin'] {
  const part: BodyPart | undefined = BODY_PARTS.find((each) => each === value);
  return part === undefined ? null : { to: part, dx: 0, dy: part === 'head' || part === 'hair' ? 0.55 : 0, angle: 0 };
}

interface DialProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly disabled?: boolean;
  readonly onChange: (value: number) => void;
}

/** A slider that follows the hand at once and tells the studio while it moves. */
function Dial({ label, value, min, max, step = 0.01, disabled = false, onChange }: DialProps) {
  const [held, setHeld] = useState<number>();
  return (
    <div className="stage-item-dial">
      <span>{label}</span>
      <Slider
        size="sm"
        aria-label={label}
        label={null}
        disabled={disabled}
        value={held ?? value}
        min={min}
        max={max}
        step={step}
        onChange={(next) => {
          setHeld(next);
          onChange(next);
        }}
        onChangeEnd={() => setHeld(undefined)}
      />
    </div>
  );
}
