import { Button, Tooltip } from '@mantine/core';
import { IconFolder, IconServer2 } from '@tabler/icons-react';
import { useCallback } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useInfo, useSettings } from '../../session/session-context.tsx';
import { missingAbility } from '../../ui/ability.ts';
import { CopyField } from '../../ui/copy.tsx';
import { SavedNumber } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useSave } from '../../ui/use-save.ts';

/** Where the program listens and where it keeps its data. */
export function ServerCard() {
  const strings = useStrings();
  const { settings, errors } = strings;
  const client = useClient();
  const info = useInfo();
  const port = useSettings((all) => all.server.port);
  const save = useSave();
  const open = useCallback(() => client.studio.openDataFolder(), [client]);
  const { run, busy } = useAction(errors.title, open);
  const missing = missingAbility(strings, info, 'openFolder');
  const off = missing !== undefined;
  return (
    <Panel title={settings.server} icon={<IconServer2 size="1.25rem" />}>
      <div className="two-columns">
        <SavedNumber
          path="server.port"
          label={settings.port}
          description={settings.portHint}
          min={0}
          max={65_535}
          allowDecimal={false}
          hideControls
          value={port}
          onSave={(next) => save({ server: { port: next } })}
        />
        {info === undefined ? null : <CopyField label={settings.address} text={new URL(info.apiUrl).origin} />}
      </div>
      {info === undefined ? null : (
        <div className="folder-row">
          <CopyField label={settings.dataFolder} text={info.dataDir} />
          <Tooltip label={missing} disabled={!off}>
            <Button
              variant="default"
              leftSection={<IconFolder size="1rem" />}
              {...(off ? { 'data-disabled': true } : {})}
              aria-disabled={off}
              loading={busy}
              onClick={() => (off ? undefined : void run())}
            >
              {settings.openFolder}
            </Button>
          </Tooltip>
        </div>
      )}
    </Panel>
  );
}
