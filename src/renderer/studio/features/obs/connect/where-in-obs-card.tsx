import { IconCheck, IconMap2 } from '@tabler/icons-react';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { Panel } from '../../../ui/page.tsx';

/** Where OBS keeps the switch and the password, drawn as it looks there. */
export function WhereInObsCard() {
  const { obs } = useStrings();
  return (
    <Panel title={obs.where} hint={obs.whereHint} icon={<IconMap2 size="1.25rem" />}>
      <ol className="obs-steps">
        <li>
          <span>{obs.where1}</span>
          <MenuPicture />
        </li>
        <li>
          <span>{obs.where2}</span>
          <DialogPicture />
        </li>
        <li>
          <span>{obs.where3}</span>
        </li>
      </ol>
    </Panel>
  );
}

function MenuPicture() {
  const { menu } = useStrings().obs;
  return (
    <div className="obs-mock" aria-hidden>
      <div className="obs-mock-bar">
        <span>{menu.profile}</span>
        <span>{menu.collection}</span>
        <span className="obs-mock-here">{menu.tools}</span>
        <span>{menu.help}</span>
      </div>
      <div className="obs-mock-menu">
        <span>{menu.scripts}</span>
        <span className="obs-mock-here">{menu.server}</span>
      </div>
    </div>
  );
}

function DialogPicture() {
  const { menu } = useStrings().obs;
  return (
    <div className="obs-mock obs-mock-dialog" aria-hidden>
      <p className="obs-mock-here">
        <i>
          <IconCheck size="0.75rem" stroke={3} />
        </i>
        {menu.enable}
      </p>
      <div className="obs-mock-row">
        <span>{menu.port}</span>
        <b>4455</b>
      </div>
      <div className="obs-mock-row">
        <span>{menu.password}</span>
        <b>••••••••••</b>
      </div>
      <div className="obs-mock-buttons">
        <span>{menu.info}</span>
        <span className="obs-mock-here">{menu.ok}</span>
      </div>
    </div>
  );
}
