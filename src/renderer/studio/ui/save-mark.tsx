import { Loader } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { useStrings } from '../i18n/use-strings.tsx';
import { useSession } from '../session/session-context.tsx';

/** Says quietly that changes are kept. Its place is reserved, so nothing moves when it appears. */
export function SaveMark() {
  const { common, errors } = useStrings();
  const state = useStore(useSession().settings, ({ saveState }) => saveState);
  return (
    <span className={`save-mark save-mark-${state}`} role="status">
      {state === 'saving' ? (
        <>
          <Loader size="0.75rem" color="gray" /> {common.saving}
        </>
      ) : null}
      {state === 'saved' ? (
        <>
          <IconCheck size="0.9rem" aria-hidden /> {common.saved}
        </>
      ) : null}
      {state === 'failed' ? (
        <>
          <IconAlertTriangle size="0.9rem" aria-hidden /> {errors.title}
        </>
      ) : null}
    </span>
  );
}
