import { Anchor, Button, Modal } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconPoint } from '@tabler/icons-react';
import type { AvatarModel } from '#shared/avatar/model.ts';
import { fill, lookUp } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { licenceName } from './licence-name.ts';
import { useUseModel } from './use-use-model.ts';

interface TermsSheetProps {
  readonly model: AvatarModel | undefined;
  readonly onClose: () => void;
}

/** What the author allows, in plain words, before the first use. */
export function TermsSheet({ model, onClose }: TermsSheetProps) {
  const { avatars } = useStrings();
  const { terms } = avatars;
  const { run, busy } = useUseModel();
  const accept = async (): Promise<void> => {
    if (model !== undefined && (await run(model)) !== undefined) onClose();
  };
  return (
    <Modal
      opened={model !== undefined}
      onClose={onClose}
      title={fill(terms.title, { name: model?.name ?? '' })}
      size="lg"
      centered
    >
      {model === undefined ? null : (
        <div className="sheet">
          <p className="quiet-line">{isSilent(model) ? terms.none : terms.intro}</p>
          <Credits model={model} />
          <Permissions model={model} />
          <div className="sheet-buttons">
            <Button variant="default" onClick={onClose}>
              {terms.close}
            </Button>
            {model.accepted ? null : (
              <Button data-autofocus loading={busy} onClick={() => void accept()}>
                {terms.accept}
              </Button>
            )}
          </div>
        </div>
      )}
    </Modal>
  );
}

const isSilent = ({ meta }: AvatarModel): boolean => meta.author === '' && meta.licence === '' && meta.permissions.length === 0;

function Credits({ model: { meta } }: { readonly model: AvatarModel }) {
  const { terms } = useStrings().avatars;
  const said = meta.permissions.flatMap(({ term, value }) => {
    const label = lookUp(terms.labels, term);
    return label === undefined || lookUp(terms.values, value) !== undefined ? [] : [[label, value] as const];
  });
  const rows = [
    [terms.author, meta.author],
    [terms.licence, licenceName(meta.licence)],
    [terms.copyright, meta.copyright],
    [terms.contact, meta.contact],
    ...said,
  ].filter(([, text]) => text !== '');
  if (rows.length === 0) return null;
  return (
    <dl className="terms-credits">
      {rows.map(([label, text]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {label === terms.licence && meta.licenceUrl !== '' ? (
              <Anchor href={meta.licenceUrl} target="_blank" rel="noreferrer noopener" size="sm">
                {text}
              </Anchor>
            ) : (
              text
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Those with plain words first, then the file's own. */
function Permissions({ model: { meta } }: { readonly model: AvatarModel }) {
  const { terms } = useStrings().avatars;
  const rows = meta.permissions.map(({ term, value }) => ({
    term,
    value,
    label: lookUp(terms.labels, term),
    words: lookUp(terms.values, value),
  }));
  const known = rows.filter(({ label, words }) => label !== undefined && words !== undefined);
  const raw = rows.filter(({ label }) => label === undefined);
  return (
    <>
      <ul className="terms-list">
        {known.map(({ term, value, label, words }) => (
          <li key={term} className={`terms-${toneOf(value)}`}>
            <ToneIcon value={value} />
            <span>{label}</span>
            <strong>{words}</strong>
          </li>
        ))}
      </ul>
      {raw.length === 0 ? null : (
        <>
          <p className="quiet-line">{terms.unknownHint}</p>
          <dl className="terms-credits">
            {raw.map(({ term, value }) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </>
  );
}

const OPEN =
  /^(?:everyone|Everyone|corporation|personalProfit|allowModification|allowModificationRedistribution|unnecessary|true|Allow)$/u;
const CLOSED = /^(?:onlyAuthor|OnlyAuthor|prohibited|false|Disallow)$/u;
const toneOf = (value: string): 'open' | 'closed' | 'limited' =>
  OPEN.test(value) ? 'open' : CLOSED.test(value) ? 'closed' : 'limited';

function ToneIcon({ value }: { readonly value: string }) {
  const tone = toneOf(value);
  if (tone === 'open') return <IconCircleCheck size="1.125rem" aria-hidden />;
  if (tone === 'closed') return <IconCircleX size="1.125rem" aria-hidden />;
  return value === 'required' ? <IconPoint size="1.125rem" aria-hidden /> : <IconAlertTriangle size="1.125rem" aria-hidden />;
}
