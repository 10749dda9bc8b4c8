import { Button, Modal, Progress } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle, IconLoader2 } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { AvatarModel } from '#shared/avatar/model.ts';
import { type ImportJob, isImportOver } from '#shared/avatar/model-import.ts';
import type { ModelsView } from '#shared/contract/models.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { bytesText } from '../../ui/amounts.ts';
import { Panel } from '../../ui/page.tsx';
import { useAction } from '../../ui/use-action.ts';
import { VtubeReportBody } from '../mapping/import-report.tsx';
import '../mapping/mapping.css';

interface ImportListProps {
  readonly view: ModelsView;
  readonly onUse: (model: AvatarModel) => void;
}

/** What is being added, what was, and why something was not. */
export function ImportList({ view, onUse }: ImportListProps) {
  const { avatars } = useStrings();
  if (view.jobs.length === 0) return null;
  return (
    <Panel title={avatars.jobs}>
      <ul className="import-list" aria-live="polite">
        {view.jobs.map((job) => (
          <ImportRow key={job.id} job={job} models={view.models.filter(({ id }) => job.modelIds.includes(id))} onUse={onUse} />
        ))}
      </ul>
    </Panel>
  );
}

function ImportRow({
  job,
  models,
  onUse,
}: {
  readonly job: ImportJob;
  readonly models: readonly AvatarModel[];
  readonly onUse: (model: AvatarModel) => void;
}) {
  const { avatars } = useStrings();
  const client = useClient();
  const over = isImportOver(job);
  const end = useAction(
    avatars.cancel,
    useCallback(
      () => (over ? client.models.dismissImport({ id: job.id }) : client.models.cancelImport({ id: job.id })),
      [client, job.id, over],
    ),
  );
  const [model] = models;
  return (
    <li className={`import-row import-${job.state}`}>
      <ImportIcon job={job} />
      <div className="import-words">
        <div className="import-head">
          <strong>{job.name}</strong>
          <span>
            {avatars.states[job.state]}
            {job.state === 'receiving' && job.bytes > 0 ? ` · ${bytesText(job.bytes)}` : ''}
          </span>
        </div>
        {over ? null : (
          <Progress
            value={Math.round(job.progress * 100)}
            size="sm"
            aria-label={`${job.name}: ${avatars.states[job.state]}`}
            animated
          />
        )}
        {job.problem === null ? null : (
          <>
            <p className="import-problem">{avatars.problems[job.problem.code]}</p>
            {job.problem.detail === '' || job.problem.detail === job.name ? null : (
              <p className="import-detail">{job.problem.detail}</p>
            )}
          </>
        )}
        {job.notes.map((note) => (
          <p key={note.code + note.detail} className="import-note">
            <IconInfoCircle size="0.875rem" aria-hidden /> {fill(avatars.notes[note.code], { detail: note.detail })}
          </p>
        ))}
      </div>
      <div className="import-buttons">
        <VtubeReports job={job} />
        {model === undefined || models.length > 1 ? null : (
          <Button
            size="xs"
            onClick={() => {
              onUse(model);
              void end.run();
            }}
          >
            {avatars.use}
          </Button>
        )}
        <Button size="xs" variant="default" loading={end.busy} onClick={() => void end.run()}>
          {over ? avatars.dismiss : avatars.cancel}
        </Button>
      </div>
    </li>
  );
}

/** What came over of VTube Studio's settings. */
function VtubeReports({ job }: { readonly job: ImportJob }) {
  const { avatars } = useStrings();
  const [open, setOpen] = useState(false);
  if (job.vtube.length === 0) return null;
  return (
    <>
      <Button size="xs" variant="subtle" onClick={() => setOpen(true)}>
        {avatars.vtubeReport}
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={avatars.vtubeReport} size="lg">
        {job.vtube.map((report) => (
          <VtubeReportBody key={report.name} report={report} />
        ))}
      </Modal>
    </>
  );
}

function ImportIcon({ job: { state } }: { readonly job: ImportJob }) {
  if (state === 'done') return <IconCircleCheck className="import-icon import-icon-good" size="1.25rem" aria-hidden />;
  if (state === 'failed') return <IconAlertTriangle className="import-icon import-icon-bad" size="1.25rem" aria-hidden />;
  if (state === 'cancelled') return <IconInfoCircle className="import-icon" size="1.25rem" aria-hidden />;
  return <IconLoader2 className="import-icon import-icon-busy" size="1.25rem" aria-hidden />;
}
