import { IconPlug } from '@tabler/icons-react';
import type { PluginsView } from '#shared/contract/plugins.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useMirror, useSettings } from '../../session/session-context.tsx';
import { Advanced } from '../../ui/advanced.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { SavedNumber, SavedSwitch } from '../../ui/fields.tsx';
import { HealthChip } from '../../ui/health-chip.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

/** The switch, where plugins connect, and how it is done. */
export function PluginServerCard({ view }: { readonly view: PluginsView | undefined }) {
  const { plugins } = useStrings();
  const settings = useSettings((all) => all.plugins);
  const health = useMirror('health').value?.parts.find(({ id }) => id === 'plugins');
  const save = useSave();
  const port = view?.port ?? settings.port;
  return (
    <Panel
      title={plugins.server}
      hint={plugins.serverHint}
      icon={<IconPlug size="1.25rem" />}
      right={health === undefined ? null : <HealthChip health={health} />}
    >
      <SavedSwitch
        path="plugins.enabled"
        label={plugins.enabled}
        value={settings.enabled}
        onSave={(enabled) => save({ plugins: { enabled } })}
      />
      {view?.portTaken === true && view.port !== null ? (
        <p className="trouble trouble-degraded">{fill(plugins.portMoved, { wanted: settings.port, port: view.port })}</p>
      ) : null}
      {health?.status === 'failed' && health.message !== undefined ? (
        <p className="trouble trouble-failed">{health.message}</p>
      ) : null}
      {settings.enabled && view?.port != null ? <CopyField label={plugins.address} text={`ws://localhost:${view.port}`} /> : null}
      <ConnectSteps port={port} />
      <Advanced>
        <SavedNumber
          path="plugins.port"
          label={plugins.port}
          description={plugins.portHint}
          min={1024}
          max={65_535}
          allowDecimal={false}
          hideControls
          value={settings.port}
          onSave={(next) => save({ plugins: { port: next } })}
        />
        <SavedSwitch
          path="plugins.discovery"
          label={plugins.discovery}
          description={plugins.discoveryHint}
          value={settings.discovery}
          onSave={(discovery) => save({ plugins: { discovery } })}
        />
        <SavedSwitch
          path="plugins.allowBrowserOrigins"
          label={plugins.browsers}
          description={plugins.browsersHint}
          value={settings.allowBrowserOrigins}
          onSave={(allowBrowserOrigins) => save({ plugins: { allowBrowserOrigins } })}
        />
      </Advanced>
    </Panel>
  );
}

function ConnectSteps({ port }: { readonly port: number }) {
  const { plugins } = useStrings();
  return (
    <section className="plugin-steps" aria-label={plugins.steps}>
      <strong>{plugins.steps}</strong>
      <ol>
        <li>{plugins.step1}</li>
        <li>{fill(plugins.step2, { port })}</li>
        <li>{plugins.step3}</li>
      </ol>
    </section>
  );
}
