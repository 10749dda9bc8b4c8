import { Button, Menu } from '@mantine/core';
import { IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { BridgeSettings } from '#shared/settings/settings.ts';
import { fill } from '../../../i18n/strings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useSettings } from '../../../session/session-context.tsx';
import { Panel } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { showToast } from '../../../ui/toast-store.ts';
import { useSave } from '../../../ui/use-save.ts';
import { BRIDGE_PRESETS, type BridgePreset, bridgeFromPreset } from './bridge-presets.ts';
import { BridgeRow } from './bridge-row.tsx';

const HINTS = {
  grab: 'grabHint',
  onecomme: 'onecommeHint',
  dycast: 'dycastHint',
  webhook: 'webhookHint',
  mapped: 'mappedHint',
} as const satisfies Record<BridgePreset, string>;

/** Tools that bring messages of platforms without an open door. */
export function BridgesCard() {
  const { moreRooms, common } = useStrings();
  const bridges = useSettings((settings) => settings.bridges);
  const save = useSave();
  const [open, setOpen] = useState<string>();
  // An undo that comes late must not bring back the other tools as they were then.
  const newest = useRef(bridges);
  newest.current = bridges;
  const keep = (next: readonly BridgeSettings[]): Promise<void> => save({ bridges: [...next] });

  const add = (preset: BridgePreset): void => {
    const bridge = bridgeFromPreset(preset, moreRooms.presetNames[preset], bridges);
    setOpen(bridge.id);
    void keep([...bridges, bridge]);
  };
  const change = (id: string, part: Partial<BridgeSettings>): Promise<void> =>
    keep(newest.current.map((bridge) => (bridge.id === id ? { ...bridge, ...part } : bridge)));
  const remove = (bridge: BridgeSettings): void => {
    const at = bridges.indexOf(bridge);
    void keep(bridges.filter((other) => other !== bridge));
    showToast({
      tone: 'plain',
      title: fill(moreRooms.removed, { name: bridge.name || moreRooms.dialects[bridge.dialect] }),
      action: {
        label: common.undo,
        run: () => void keep([...newest.current.slice(0, at), bridge, ...newest.current.slice(at)]),
      },
    });
  };

  return (
    <Panel
      title={moreRooms.bridges}
      hint={moreRooms.bridgesHint}
      icon={<IconPlugConnected size="1.25rem" />}
      right={<AddMenu onAdd={add} />}
    >
      {bridges.length === 0 ? (
        <EmptyState icon={<IconPlugConnected size="1.5rem" />} title={moreRooms.none} hint={moreRooms.noneHint} />
      ) : (
        <ul className="bridges">
          {bridges.map((bridge) => (
            <BridgeRow
              key={bridge.id}
              bridge={bridge}
              open={open === bridge.id}
              onOpen={(isOpen) => setOpen(isOpen ? bridge.id : undefined)}
              onChange={(part) => change(bridge.id, part)}
              onRemove={() => remove(bridge)}
            />
          ))}
        </ul>
      )}
      <p className="quiet-line">{moreRooms.bridgesCaution}</p>
    </Panel>
  );
}

function AddMenu({ onAdd }: { readonly onAdd: (preset: BridgePreset) => void }) {
  const { moreRooms } = useStrings();
  return (
    <Menu position="bottom-end" width={320} withinPortal>
      <Menu.Target>
        <Button size="xs" variant="light" leftSection={<IconPlus size="0.9rem" />}>
          {moreRooms.add}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {BRIDGE_PRESETS.map((preset) => (
          <Menu.Item key={preset} onClick={() => onAdd(preset)}>
            <span className="bridge-preset">
              <strong>{moreRooms.presets[preset]}</strong>
              <span>{moreRooms.presets[HINTS[preset]]}</span>
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
