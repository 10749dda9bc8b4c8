import { Button } from '@mantine/core';
import { IconBrush } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useStrings } from '../../../i18n/use-strings.tsx';

/** With its drawing library it is large: it comes when it is wanted. */
const MakerSheet = lazy(() => import('./maker-sheet.tsx'));

export function MakeButton() {
  const { maker } = useStrings();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<IconBrush size="1rem" />} onClick={() => setOpen(true)}>
        {maker.open}
      </Button>
      {open ? (
        <Suspense>
          <MakerSheet onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
