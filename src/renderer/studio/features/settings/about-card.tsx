import { Button } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useMirror } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { FailedState, LoadingState } from '../../ui/states.tsx';
import { useSave } from '../../ui/use-save.ts';

export function AboutCard() {
  const { settings } = useStrings();
  const { value, problem } = useMirror('info');
  const save = useSave();
  return (
    <Panel title={settings.about} icon={<IconInfoCircle size="1.25rem" />}>
      {value === undefined && problem === undefined ? <LoadingState rows={1} /> : null}
      {value === undefined && problem !== undefined ? <FailedState title={settings.infoFailed} problem={problem} /> : null}
      {value === undefined ? null : (
        <dl className="pairs">
          <div>
            <dt>{settings.version}</dt>
            <dd>影戏 Yingxi {value.version}</dd>
          </div>
          <div>
            <dt>{settings.runtime}</dt>
            <dd>
              {value.runtime} · {value.platform}
            </dd>
          </div>
        </dl>
      )}
      <p className="prose">
        {settings.licence}. {settings.thirdParty}
      </p>
      <div className="button-row">
        <Button size="xs" variant="default" onClick={() => void save({ ui: { welcomed: false } })}>
          {settings.welcomeAgain}
        </Button>
      </div>
    </Panel>
  );
}
