import { Collapse, Switch, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconServerBolt } from '@tabler/icons-react';
import { useCallback, useEffect, useId, useState } from 'react';
import type { VoiceEngineInfo } from '#shared/contract/speech.ts';
import { fill } from '../../../i18n/strings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../../session/session-context.tsx';
import { useLock } from '../../../ui/fields.tsx';
import { Panel } from '../../../ui/page.tsx';
import { FailedState, LoadingState } from '../../../ui/states.tsx';
import { useQuery } from '../../../ui/use-query.ts';
import { useSave } from '../../../ui/use-save.ts';
import { engineName } from '../engine-names.ts';
import { ServerForm } from './server-form.tsx';
import { SERVER_ENGINES, SERVER_NAMES, type ServerName } from './server-names.ts';
import { voiceProblemText } from './voice-problem-text.ts';
import '../../brain/brain.css';
import './servers.css';

/** Voices in other programs and online: each a line with a switch, and a form behind it. */
export function ServersCard({ onChange }: { readonly onChange: () => void }) {
  const { voiceServers: words } = useStrings();
  const client = useClient();
  const ask = useCallback((signal: AbortSignal) => client.speech.engines({}, { signal }), [client]);
  const { value, problem, loading, again } = useQuery(ask);
  const settings = useSettings(({ voice }) => JSON.stringify(voice.servers));
  const [asked, setAsked] = useState(settings);
  useEffect(() => {
    if (settings === asked) return;
    setAsked(settings);
    again();
    onChange();
  }, [settings, asked, again, onChange]);
  return (
    <Panel title={words.title} hint={words.hint} icon={<IconServerBolt size="1.25rem" />}>
      {value === undefined ? (
        problem === undefined ? (
          <LoadingState rows={7} />
        ) : (
          <FailedState title={words.loadFailed} problem={problem} onRetry={again} />
        )
      ) : (
        <ul className="servers">
          {SERVER_NAMES.map((name) => {
            const engine = value.find(({ id }) => id === SERVER_ENGINES[name]);
            return engine === undefined ? null : (
              <ServerRow key={name} name={name} engine={engine} checking={loading} onTested={again} />
            );
          })}
        </ul>
      )}
    </Panel>
  );
}

interface ServerRowProps {
  readonly name: ServerName;
  readonly engine: VoiceEngineInfo;
  readonly checking: boolean;
  readonly onTested: () => void;
}

function ServerRow({ name, engine, checking, onTested }: ServerRowProps) {
  const strings = useStrings();
  const words = strings.voiceServers;
  const enabled = useSettings(({ voice }) => voice.servers[name].enabled);
  const [open, setOpen] = useState(false);
  const lock = useLock(`voice.servers.${name}.enabled`);
  const save = useSave();
  const formId = useId();
  const title = engineName(strings.voice, engine.id);
  const shown = open && enabled;
  return (
    <li className="server">
      <div className="server-head">
        <Switch
          aria-label={title}
          checked={enabled}
          disabled={lock.disabled}
          onChange={(event) => {
            setOpen(event.currentTarget.checked);
            void save({ voice: { servers: { [name]: { enabled: event.currentTarget.checked } } } });
          }}
        />
        <div className="server-about">
          <p>
            <strong>{title}</strong>
            {name === 'edge' ? <span className="tag tag-accent">{words.online}</span> : null}
            {enabled ? <ServerState engine={engine} checking={checking} /> : null}
          </p>
          <span className="field-hint">{lock.note ?? words.about[name]}</span>
          {enabled && engine.problem && engine.problem.code !== 'off' && !checking ? (
            <span className="server-bad">{voiceProblemText(strings, engine.problem)}</span>
          ) : null}
        </div>
        {enabled ? (
          <UnstyledButton
            className="server-toggle"
            aria-label={`${words.open}: ${title}`}
            aria-expanded={shown}
            aria-controls={formId}
            onClick={() => setOpen(!open)}
          >
            <IconChevronDown size="1.1rem" aria-hidden />
          </UnstyledButton>
        ) : null}
      </div>
      <Collapse expanded={shown} id={formId}>
        {shown ? <ServerForm name={name} engine={engine} onTested={onTested} /> : null}
      </Collapse>
    </li>
  );
}

function ServerState({ engine, checking }: Pick<ServerRowProps, 'engine' | 'checking'>) {
  const { voiceServers: words } = useStrings();
  // Told as off: the answer is from before the switch.
  if (checking || engine.problem?.code === 'off') return <span className="tag">{words.checking}</span>;
  if (!engine.available) return <span className="tag tag-off">{words.broken}</span>;
  const count = new Set(engine.voices.map(({ id }) => id)).size;
  return <span className="tag tag-good">{count === 0 ? words.connected : fill(words.connectedVoices, { n: count })}</span>;
}
