import { Button } from '@mantine/core';
import { IconDeviceTv, IconExternalLink, IconWand } from '@tabler/icons-react';
import { useCallback } from 'react';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useInfo, useMirror } from '../../session/session-context.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { addressOf } from '../../shell/routes.ts';
import { CopyField } from '../../ui/copy.tsx';
import { Panel } from '../../ui/page.tsx';
import { useAction } from '../../ui/use-action.ts';

/** The shipped template with both of them. */
const TOGETHER = 'together';

/** How viewers get to see her: by the set-up of OBS, or by hand. */
export function InObsCard() {
  const { coHost: words } = useStrings();
  const info = useInfo();
  const { value } = useMirror('stages');
  const pages = value?.stages.filter(({ avatar, kind }) => avatar === 'cohost' && kind !== 'preview').length ?? 0;
  const address = info === undefined ? undefined : `${info.stageUrl}&avatar=cohost`;
  return (
    <Panel
      title={words.inObs}
      hint={words.inObsHint}
      icon={<IconDeviceTv size="1.25rem" />}
      right={
        <span className={pages > 0 ? 'tag tag-good' : 'tag'} role="status">
          {pages > 0 ? fill(words.shown, { n: pages }) : words.notShown}
        </span>
      }
    >
      <SetUp />
      {address === undefined ? null : (
        <>
          <CopyField label={words.address} text={address} secret />
          <p className="quiet-line">{words.addressHint}</p>
          <div className="button-row">
            <Button
              variant="default"
              component="a"
              target="_blank"
              rel="noreferrer"
              href={address}
              leftSection={<IconExternalLink size="1rem" />}
            >
              {words.open}
            </Button>
          </div>
        </>
      )}
    </Panel>
  );
}

/** Leads to the set-up, with a template that has a place for her. */
function SetUp() {
  const { coHost: words, obsSetup } = useStrings();
  const client = useClient();
  const { value } = useWatch((api) => api.obsSetup.watch);
  const chosen = value?.templates.find(({ template }) => template.id === value.chosenId)?.template;
  const hasHer = chosen?.sources.some(({ content }) => content.kind === 'page' && content.page === 'cohost') === true;
  const goThere = useAction(
    obsSetup.chooseFailed,
    useCallback(async () => {
      if (!hasHer) await client.obsSetup.choose({ templateId: TOGETHER });
      location.hash = addressOf('obs', { tab: 'setup' });
    }, [client, hasHer]),
  );
  return (
    <>
      <div className="button-row">
        <Button
          loading={goThere.busy}
          disabled={value === undefined}
          leftSection={<IconWand size="1rem" />}
          onClick={() => void goThere.run()}
        >
          {words.setUp}
        </Button>
      </div>
      <p className="quiet-line">{hasHer ? words.setUpHas : words.setUpHint}</p>
    </>
  );
}
