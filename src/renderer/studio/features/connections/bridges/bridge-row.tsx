import { ActionIcon, Button, Collapse, Tooltip } from '@mantine/core';
import { IconChevronDown, IconTrash } from '@tabler/icons-react';
import { useId } from 'react';
import type { BridgeSettings } from '#shared/settings/settings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { SavedSwitch } from '../../../ui/fields.tsx';
import { ConnectionChip, ConnectionFacts } from '../connection-state.tsx';
import { BridgeEditor } from './bridge-editor.tsx';

interface BridgeRowProps {
  readonly bridge: BridgeSettings;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly onChange: (part: Partial<BridgeSettings>) => Promise<void>;
  readonly onRemove: () => void;
}

/** One tool: its state and switch, and everything else folded away. */
export function BridgeRow({ bridge, open, onOpen, onChange, onRemove }: BridgeRowProps) {
  const { moreRooms } = useStrings();
  const bodyId = useId();
  const connection = `bridge-${bridge.id}`;
  const name = bridge.name || moreRooms.dialects[bridge.dialect];
  return (
    <li className="bridge-row" aria-label={name}>
      <div className="bridge-head">
        <strong>{name}</strong>
        <ConnectionChip id={connection} />
        <SavedSwitch
          path="bridges"
          aria-label={`${moreRooms.turnOn}: ${name}`}
          value={bridge.enabled}
          onSave={(enabled) => onChange({ enabled })}
        />
        <Button
          variant="default"
          size="xs"
          aria-expanded={open}
          aria-controls={bodyId}
          aria-label={`${open ? moreRooms.closeEdit : moreRooms.edit}: ${name}`}
          rightSection={<IconChevronDown size="0.9rem" className={open ? 'bridge-open' : undefined} />}
          onClick={() => onOpen(!open)}
        >
          {open ? moreRooms.closeEdit : moreRooms.edit}
        </Button>
        <Tooltip label={moreRooms.remove}>
          <ActionIcon variant="subtle" color="gray" aria-label={`${moreRooms.remove}: ${name}`} onClick={onRemove}>
            <IconTrash size="1rem" />
          </ActionIcon>
        </Tooltip>
      </div>
      <ConnectionFacts id={connection} />
      <Collapse expanded={open} id={bodyId}>
        {open ? <BridgeEditor bridge={bridge} onChange={onChange} /> : null}
      </Collapse>
    </li>
  );
}
