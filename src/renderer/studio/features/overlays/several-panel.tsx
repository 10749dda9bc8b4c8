import { Chip } from '@mantine/core';
import { IconStack2 } from '@tabler/icons-react';
import { useState } from 'react';
import { overlayAddress } from '#shared/overlays/overlay-address.ts';
import { WIDGETS, type WidgetId } from '#shared/overlays/overlay-list.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useInfo } from '../../session/session-context.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { Panel } from '../../ui/page.tsx';

const SEVERAL_KEY = 'yingxi.overlays.several';

/** One address for several overlays. */
export function SeveralPanel() {
  const { overlays: words } = useStrings();
  const info = useInfo();
  const [chosen, setChosen] = useState<readonly WidgetId[]>(() => {
    const kept = (localStorage.getItem(SEVERAL_KEY) ?? 'chat,alerts,goals').split(',');
    return WIDGETS.filter((id) => kept.includes(id));
  });
  const choose = (next: readonly string[]): void => {
    const wanted = WIDGETS.filter((id) => next.includes(id));
    localStorage.setItem(SEVERAL_KEY, wanted.join(','));
    setChosen(wanted);
  };
  return (
    <Panel title={words.several} hint={words.severalHint} icon={<IconStack2 size="1.25rem" />}>
      <Chip.Group multiple value={[...chosen]} onChange={choose}>
        <div className="overlay-tests">
          {WIDGETS.map((id) => (
            <Chip key={id} value={id} size="xs">
              {words.names[id]}
            </Chip>
          ))}
        </div>
      </Chip.Group>
      {info === undefined || chosen.length === 0 ? null : (
        <div className="button-row">
          <CopyButton text={overlayAddress(info.stageUrl, chosen)} label={words.copy} />
        </div>
      )}
    </Panel>
  );
}
