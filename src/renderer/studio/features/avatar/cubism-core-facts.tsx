import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { CubismCoreInfo } from '#shared/contract/cubism.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { bytesText } from '../../ui/amounts.ts';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { CoreFileButton } from './cubism-core-steps.tsx';

interface CoreFactsProps {
  readonly core: CubismCoreInfo;
  readonly busy: boolean;
  readonly onFile: (file: File) => void;
}

/** The Core that is there, and what can be done with it. */
export function CoreFacts({ core, busy, onFile }: CoreFactsProps) {
  const { cubism, common } = useStrings();
  const language = useInterfaceLanguage();
  const client = useClient();
  const restore = useAction(
    cubism.restoreFailed,
    useCallback(() => client.cubism.restore(), [client]),
  );
  const remove = useAction(
    cubism.removeFailed,
    useCallback(async () => {
      await client.cubism.remove();
      showToast({ tone: 'good', title: cubism.removed, action: { label: common.undo, run: () => void restore.run() } });
    }, [client, cubism, common, restore.run]),
  );
  const when = new Date(core.acceptedAt).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <>
      <dl className="pairs">
        <Fact name={cubism.version} value={core.version ?? cubism.versionUnknown} />
        {core.reads === null ? null : <Fact name={cubism.reads} value={fill(cubism.readsUpTo, { version: core.reads })} />}
        <Fact name={cubism.file} value={`${core.fileName} · ${bytesText(core.bytes)}`} />
        <Fact name={cubism.accepted} value={when} />
      </dl>
      <div className="button-row">
        <CoreFileButton label={cubism.chooseOther} primary={false} disabled={false} busy={busy} onFile={onFile} />
        <Button
          size="xs"
          variant="subtle"
          color="red"
          leftSection={<IconTrash size="1rem" />}
          loading={remove.busy}
          onClick={() => void remove.run()}
        >
          {cubism.remove}
        </Button>
      </div>
      <p className="quiet-line">{cubism.stays}</p>
    </>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
