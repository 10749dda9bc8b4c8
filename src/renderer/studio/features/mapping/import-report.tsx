import { Button, Modal } from '@mantine/core';
import { IconCircleCheck, IconCircleMinus, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { VtubeReason, VtubeReport } from '#shared/avatar/vtube-report.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';

interface ImportReportProps {
  readonly report: VtubeReport | undefined;
  readonly onClose: () => void;
  readonly onUndo: () => void;
}
type Left = VtubeReport['left'][number];

/** What came over from VTube Studio, what to know of it, and what stayed behind. */
export function ImportReport({ report, onClose, onUndo }: ImportReportProps) {
  const { mapping, common } = useStrings();
  return (
    <Modal
      opened={report !== undefined}
      onClose={onClose}
      title={mapping.reportTitle}
      size="lg"
      yOffset="4.5rem"
      closeButtonProps={{ 'aria-label': common.close }}
    >
      {report === undefined ? null : <VtubeReportBody report={report} />}
      <div className="mapping-report-foot">
        <span>{mapping.reportUndoHint}</span>
        <Button
          variant="default"
          onClick={() => {
            onUndo();
            onClose();
          }}
        >
          {mapping.reportUndo}
        </Button>
        <Button onClick={onClose}>{common.close}</Button>
      </div>
    </Modal>
  );
}

export function VtubeReportBody({ report: { name, taken, left } }: { readonly report: VtubeReport }) {
  const { mapping } = useStrings();
  const noted = left.filter(({ why }) => why.endsWith('-noted'));
  const lost = left.filter(({ why }) => !why.endsWith('-noted'));
  if (taken.length === 0 && left.length === 0) return <p className="quiet-line">{mapping.reportNothing}</p>;
  return (
    <div className="mapping-report">
      {name === '' ? null : <p className="quiet-line">{fill(mapping.reportOf, { name })}</p>}
      {taken.length === 0 ? null : (
        <Section icon={<IconCircleCheck size="1.125rem" />} tone="good" title={mapping.reportTaken}>
          <div className="mapping-sources">
            {taken.map(({ what, count }) => (
              <span key={what} className="tag tag-good">
                {count === 1 ? mapping.taken[what] : fill(mapping.times, { what: mapping.taken[what], n: count })}
              </span>
            ))}
          </div>
        </Section>
      )}
      {noted.length === 0 ? null : (
        <Section icon={<IconInfoCircle size="1.125rem" />} tone="amber" title={mapping.reportNoted}>
          <Reasons left={noted} />
        </Section>
      )}
      {lost.length === 0 ? null : (
        <Section icon={<IconCircleMinus size="1.125rem" />} tone="dim" title={mapping.reportLeft}>
          <Reasons left={lost} />
        </Section>
      )}
      {left.length === 0 ? <p className="quiet-line">{mapping.reportAll}</p> : null}
    </div>
  );
}

interface SectionProps {
  readonly icon: ReactNode;
  readonly tone: string;
  readonly title: string;
  readonly children: ReactNode;
}

function Section({ icon, tone, title, children }: SectionProps) {
  return (
    <section className={`mapping-report-part mapping-report-${tone}`}>
      <h3>
        <span className="mapping-report-icon" aria-hidden>
          {icon}
        </span>
        {title}
      </h3>
      {children}
    </section>
  );
}

/** Grouped by reason: a model with forty gestures has one line for them. */
function Reasons({ left }: { readonly left: readonly Left[] }) {
  const { mapping } = useStrings();
  const byReason = new Map<VtubeReason, Left[]>();
  for (const one of left) byReason.set(one.why, [...(byReason.get(one.why) ?? []), one]);
  return (
    <ul>
      {[...byReason].map(([why, all]) => (
        <li key={why}>
          <span>{mapping.reasons[why]}</span>
          <small>{namesOf(all, mapping.kinds)}</small>
        </li>
      ))}
    </ul>
  );
}

const SHOWN = 12;

function namesOf(left: readonly Left[], kinds: Readonly<Record<Left['what'], string>>): string {
  const names = left.map(({ what, name, detail }) => {
    const called = name === '' ? kinds[what] : name;
    return detail === '' || detail === name ? called : `${called} (${detail})`;
  });
  const rest = names.length - SHOWN;
  return rest > 0 ? `${names.slice(0, SHOWN).join(' · ')} … +${rest}` : names.join(' · ');
}
