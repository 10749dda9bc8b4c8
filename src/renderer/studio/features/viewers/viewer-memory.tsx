import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconBrain, IconPencil, IconTrash } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { consentSchema, type ViewerCard, type ViewerNote } from '#shared/audience/viewers.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';

/** What she remembers: to read, to mend, to take away. */
export function ViewerMemory({ card }: { readonly card: ViewerCard }) {
  const { viewers } = useStrings();
  const why = useWhyNothing(card);
  return (
    <Panel
      title={viewers.memory}
      hint={viewers.memoryHint}
      icon={<IconBrain size="1.25rem" />}
      right={<ConsentSelect card={card} />}
    >
      {why === undefined ? null : <p className="viewer-dim viewer-why">{why}</p>}
      {card.notes.length === 0 ? (
        why === undefined ? (
          <p className="viewer-dim viewer-why">{viewers.memoryNone}</p>
        ) : null
      ) : (
        <ul className="viewer-notes">
          {card.notes.map((note) => (
            <NoteRow key={note.id} viewerKey={card.viewerKey} note={note} />
          ))}
        </ul>
      )}
      {card.topics.length === 0 ? null : (
        <>
          <h3 className="viewer-heading">{viewers.topics}</h3>
          <ul className="viewer-topics">
            {card.topics.map((topic) => (
              <li key={topic}>{topic}</li>
            ))}
          </ul>
        </>
      )}
      <AddNote viewerKey={card.viewerKey} />
    </Panel>
  );
}

function useWhyNothing({ consent }: ViewerCard): string | undefined {
  const { viewers } = useStrings();
  const mode = useSettings(({ audience }) => audience.memory.mode);
  if (mode === 'off') return viewers.memoryOff;
  if (consent === 'refused') return viewers.memoryRefused;
  return mode === 'ask' && consent === 'none' ? viewers.memoryWaits : undefined;
}

function ConsentSelect({ card }: { readonly card: ViewerCard }) {
  const { viewers } = useStrings();
  const client = useClient();
  const { run, busy } = useAction(
    viewers.consentFailed,
    useCallback(
      (next: string | null) => client.audience.setConsent({ viewerKey: card.viewerKey, consent: consentSchema.parse(next) }),
      [client, card.viewerKey],
    ),
  );
  return (
    <Select
      size="xs"
      w="8.5rem"
      aria-label={viewers.consent}
      allowDeselect={false}
      disabled={busy}
      value={card.consent}
      onChange={(next) => void run(next)}
      data={consentSchema.options.map((value) => ({ value, label: viewers.consents[value] }))}
    />
  );
}

function NoteRow({ viewerKey, note }: { readonly viewerKey: string; readonly note: ViewerNote }) {
  const { viewers, common } = useStrings();
  const client = useClient();
  const [draft, setDraft] = useState<string>();
  const save = useAction(
    viewers.noteFailed,
    useCallback(async () => {
      const text = draft?.trim() ?? '';
      if (text !== '' && text !== note.text) await client.audience.editNote({ viewerKey, note: note.id, text });
      setDraft(undefined);
    }, [client, viewerKey, note, draft]),
  );
  const drop = useAction(
    viewers.noteFailed,
    useCallback(async () => {
      await client.audience.dropNote({ viewerKey, note: note.id });
      // What was said is put back as the streamer's own note: the words count, not who wrote them down.
      const text = note.kind === 'own' ? note.text : `${viewers.kinds[note.kind]}: ${note.text}`;
      const undo = (): void => void client.audience.addNote({ viewerKey, text }).catch(() => undefined);
      showToast({ tone: 'plain', title: viewers.noteDropped, action: { label: common.undo, run: undo } });
    }, [client, viewerKey, note, viewers, common]),
  );
  return (
    <li>
      <span className="tag">{viewers.kinds[note.kind]}</span>
      {draft === undefined ? (
        <span className="viewer-note-text">{note.text}</span>
      ) : (
        <TextInput
          className="viewer-note-text"
          size="xs"
          aria-label={viewers.editNote}
          autoFocus
          maxLength={200}
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onBlur={() => void save.run()}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void save.run();
            if (event.key === 'Escape') setDraft(undefined);
          }}
        />
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={viewers.editNote}
        title={viewers.editNote}
        onClick={() => setDraft(note.text)}
      >
        <IconPencil size="1rem" />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={viewers.dropNote}
        title={viewers.dropNote}
        loading={drop.busy}
        onClick={() => void drop.run()}
      >
        <IconTrash size="1rem" />
      </ActionIcon>
    </li>
  );
}

function AddNote({ viewerKey }: { readonly viewerKey: string }) {
  const { viewers } = useStrings();
  const client = useClient();
  const [text, setText] = useState('');
  const { run, busy } = useAction(
    viewers.noteFailed,
    useCallback(async () => {
      await client.audience.addNote({ viewerKey, text: text.trim() });
      setText('');
    }, [client, viewerKey, text]),
  );
  return (
    <form
      className="viewer-add"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') void run();
      }}
    >
      <TextInput
        aria-label={viewers.addNote}
        placeholder={viewers.addNote}
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={busy} disabled={text.trim() === ''}>
        {viewers.add}
      </Button>
    </form>
  );
}
