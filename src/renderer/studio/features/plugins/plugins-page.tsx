import { useStrings } from '../../i18n/use-strings.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { Page } from '../../ui/page.tsx';
import { FailedState, LoadingState } from '../../ui/states.tsx';
import { AllowedCard } from './allowed-card.tsx';
import { ConnectedCard } from './connected-card.tsx';
import { LogCard } from './log-card.tsx';
import { PluginServerCard } from './plugin-server-card.tsx';
import './plugins.css';

/** Plugins made for VTube Studio: who may come in, who is here, and what they ask for. */
export function PluginsPage() {
  const { plugins } = useStrings();
  const { value, problem } = useWatch((api) => api.plugins.watch);
  return (
    <Page title={plugins.title} intro={plugins.intro}>
      <div className="cards">
        <PluginServerCard view={value} />
        {value === undefined && problem !== undefined ? <FailedState title={plugins.loadFailed} problem={problem} /> : null}
        {value === undefined && problem === undefined ? <LoadingState rows={4} /> : null}
        {value === undefined ? null : (
          <>
            <ConnectedCard sessions={value.sessions} />
            <AllowedCard allowed={value.allowed} />
            <LogCard />
          </>
        )}
      </div>
    </Page>
  );
}
