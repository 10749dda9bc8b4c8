import { Button, Group, Modal, Text } from '@mantine/core';
import { IconEraser } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';

/** Forgetting cannot be undone, so it asks first. */
export function ForgetCard() {
  const { persona, common, errors } = useStrings();
  const client = useClient();
  const [asking, setAsking] = useState(false);
  const forget = useCallback(() => client.brain.forget(), [client]);
  const { run, busy } = useAction(errors.title, forget);
  const confirm = async (): Promise<void> => {
    const done = await run();
    setAsking(false);
    if (done !== undefined) showToast({ tone: 'good', title: persona.forgotten });
  };
  return (
    <Panel
      title={persona.memory}
      hint={persona.forgetHint}
      icon={<IconEraser size="1.25rem" />}
      right={
        <Button variant="light" color="red" onClick={() => setAsking(true)}>
          {persona.forget}
        </Button>
      }
    >
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={persona.forgetConfirm}
        centered
        size="sm"
        closeButtonProps={{ 'aria-label': common.close }}
      >
        <Text size="sm">{persona.forgetConfirmText}</Text>
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
            {common.cancel}
          </Button>
          <Button color="red" loading={busy} onClick={() => void confirm()}>
            {persona.forget}
          </Button>
        </Group>
      </Modal>
    </Panel>
  );
}
