import { ActionIcon, Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { IconFileSearch, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { EVIDENCE_DEEDS, type Evidence } from '#shared/contract/moderation.ts';
import { MODERATION_CATEGORIES } from '#shared/live/appraisal.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { PlatformBadge } from '../../ui/platform-badge.tsx';
import { EmptyState, FailedState, LoadingState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { type EvidenceFilter, useEvidence } from './use-evidence.ts';

const NO_FILTER: EvidenceFilter = { search: '', day: '', category: null, deed: null };

/** What was done to whom and why. */
export function EvidenceCard() {
  const { moderation } = useStrings();
  const [filter, setFilter] = useState(NO_FILTER);
  const [erasing, setErasing] = useState(false);
  const { page, problem, refresh, more } = useEvidence(filter);
  const isFiltered = filter !== NO_FILTER && Object.values(filter).some((value) => value !== '' && value !== null);
  return (
    <Panel
      title={moderation.evidence}
      hint={moderation.evidenceHint}
      icon={<IconFileSearch size="1.25rem" />}
      right={
        <div className="button-row">
          <ActionIcon variant="subtle" color="gray" aria-label={moderation.refresh} onClick={refresh}>
            <IconRefresh size="1rem" />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={moderation.erase}
            disabled={page === undefined || page.days.length === 0}
            onClick={() => setErasing(true)}
          >
            <IconTrash size="1rem" />
          </ActionIcon>
        </div>
      }
    >
      <EvidenceFilters filter={filter} days={page?.days ?? []} onChange={setFilter} />
      {problem !== undefined ? <FailedState title={moderation.evidenceFailed} problem={problem} onRetry={refresh} /> : null}
      {page === undefined && problem === undefined ? <LoadingState rows={3} /> : null}
      {page !== undefined && page.records.length === 0 ? (
        <EmptyState
          icon={<IconFileSearch size="1.5rem" />}
          title={isFiltered ? moderation.evidenceNoMatch : moderation.evidenceNone}
        />
      ) : null}
      <ul className="evidence-list">
        {page?.records.map((record) => (
          <EvidenceRow key={record.id} record={record} />
        ))}
      </ul>
      {page?.hasMore === true ? (
        <Button size="xs" variant="default" onClick={more}>
          {moderation.more}
        </Button>
      ) : null}
      <EraseSheet
        day={filter.day}
        opened={erasing}
        onClose={() => setErasing(false)}
        onErased={() => {
          setErasing(false);
          refresh();
        }}
      />
    </Panel>
  );
}

interface FiltersProps {
  readonly filter: EvidenceFilter;
  readonly days: readonly string[];
  readonly onChange: (filter: EvidenceFilter) => void;
}

function EvidenceFilters({ filter, days, onChange }: FiltersProps) {
  const { moderation, choosing } = useStrings();
  return (
    <div className="evidence-filters">
      <TextInput
        size="xs"
        aria-label={moderation.search}
        placeholder={moderation.search}
        maxLength={100}
        value={filter.search}
        onChange={(event) => onChange({ ...filter, search: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label={moderation.anyCategory}
        value={filter.category ?? ''}
        data={[
          { value: '', label: moderation.anyCategory },
          ...MODERATION_CATEGORIES.map((category) => ({ value: category, label: choosing.categories[category] })),
        ]}
        onChange={(event) =>
          onChange({ ...filter, category: MODERATION_CATEGORIES.find((one) => one === event.currentTarget.value) ?? null })
        }
      />
      <NativeSelect
        size="xs"
        aria-label={moderation.anyDeed}
        value={filter.deed ?? ''}
        data={[
          { value: '', label: moderation.anyDeed },
          ...EVIDENCE_DEEDS.map((deed) => ({ value: deed, label: moderation.deeds[deed] })),
        ]}
        onChange={(event) =>
          onChange({ ...filter, deed: EVIDENCE_DEEDS.find((one) => one === event.currentTarget.value) ?? null })
        }
      />
      <NativeSelect
        size="xs"
        aria-label={moderation.anyDay}
        value={filter.day}
        data={[{ value: '', label: moderation.anyDay }, ...days]}
        onChange={(event) => onChange({ ...filter, day: event.currentTarget.value })}
      />
    </div>
  );
}

function EvidenceRow({ record }: { readonly record: Evidence }) {
  const { moderation, choosing } = useStrings();
  const language = useInterfaceLanguage();
  const { deed, platform, userName, text, evidence, category } = record;
  const isReply = deed.startsWith('reply-');
  const time = new Date(record.at).toLocaleString(language, { dateStyle: 'short', timeStyle: 'medium' });
  return (
    <li className="evidence-row">
      <div className="held-head">
        {platform === null ? null : <PlatformBadge platform={platform} />}
        <strong>{platform === null ? (isReply ? moderation.her : moderation.you) : userName}</strong>
        <span className={`tag deed-${deed}`}>{moderation.deeds[deed]}</span>
        {category === null || category === 'timed-out' ? null : (
          <span className="tag tag-off">{choosing.categories[category]}</span>
        )}
        <time className="tabular">{time}</time>
      </div>
      {text === '' ? null : <p>{text}</p>}
      {evidence === '' || evidence === text ? null : (
        <p className="held-why">{deed === 'timed-out' ? evidence : fill(moderation.because, { text: evidence })}</p>
      )}
    </li>
  );
}

interface EraseSheetProps {
  /** '' = all days. */
  readonly day: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onErased: () => void;
}

function EraseSheet({ day, opened, onClose, onErased }: EraseSheetProps) {
  const { moderation, common } = useStrings();
  const client = useClient();
  const { run, busy } = useAction(
    moderation.eraseFailed,
    useCallback(async () => {
      await client.moderation.eraseEvidence({ day: day === '' ? null : day });
      showToast({ tone: 'plain', title: moderation.erased });
      onErased();
    }, [client, day, moderation, onErased]),
  );
  return (
    <Modal opened={opened} onClose={onClose} title={moderation.eraseTitle} centered size="md">
      <p className="sheet-text">{day === '' ? moderation.eraseAll : fill(moderation.eraseDay, { day })}</p>
      <div className="sheet-buttons">
        <Button variant="default" onClick={onClose} data-autofocus>
          {common.cancel}
        </Button>
        <Button color="red" loading={busy} onClick={() => void run()}>
          {moderation.erase}
        </Button>
      </div>
    </Modal>
  );
}
