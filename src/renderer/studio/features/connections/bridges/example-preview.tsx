import { Textarea } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import type { BridgePreview } from '#shared/contract/bridges.ts';
import type { BridgeSettings } from '#shared/settings/settings.ts';
import { fill } from '../../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../../i18n/use-strings.tsx';
import { useClient } from '../../../session/session-context.tsx';
import { PlatformBadge } from '../../../ui/platform-badge.tsx';
import { problemText } from '../../../ui/problem.ts';
import { useQuery } from '../../../ui/use-query.ts';
import { eventSentence } from './event-sentence.ts';

const TYPING_PAUSE_MS = 350;
const MOST_SHOWN = 5;

interface ExampleProps {
  readonly bridge: BridgeSettings;
  readonly example: string;
  readonly onExample: (text: string) => void;
}

/** Paste a message, see what she would hear. Read by the studio itself, as the bridge would. */
export function ExamplePreview({ bridge, example, onExample }: ExampleProps) {
  const { moreRooms } = useStrings();
  const settled = useSettled(example, TYPING_PAUSE_MS);
  return (
    <div className="bridge-preview">
      <Textarea
        label={moreRooms.preview}
        description={moreRooms.previewHint}
        placeholder={moreRooms.previewPlaceholder}
        autosize
        minRows={3}
        maxRows={10}
        spellCheck={false}
        classNames={{ input: 'code-input' }}
        value={example}
        onChange={(event) => onExample(event.currentTarget.value)}
      />
      <div aria-live="polite">{settled.trim() === '' ? null : <Reading bridge={bridge} text={settled} />}</div>
    </div>
  );
}

function Reading({ bridge, text }: { readonly bridge: BridgeSettings; readonly text: string }) {
  const strings = useStrings();
  const client = useClient();
  const { platform, dialect, fields } = bridge;
  const ask = useCallback(
    (signal: AbortSignal) => client.bridges.preview({ text, platform, dialect, fields }, { signal }),
    [client, text, platform, dialect, fields],
  );
  const { value, problem } = useQuery(ask);
  if (value === undefined)
    return problem === undefined ? null : (
      <p className="trouble trouble-failed">{`${strings.moreRooms.previewFailed} · ${problemText(strings, problem)}`}</p>
    );
  return value.fault === undefined ? (
    <Understood preview={value} />
  ) : (
    <p className="trouble trouble-degraded">{faultText(value.fault, bridge, strings.moreRooms)}</p>
  );
}

function Understood({ preview }: { readonly preview: BridgePreview }) {
  const { moreRooms } = useStrings();
  const language = useInterfaceLanguage();
  const { events, dialect, passedOver } = preview;
  const codes = Object.keys(passedOver);
  const skipped = Object.values(passedOver).reduce((sum, count) => sum + count, 0);
  return (
    <div className="bridge-reading">
      <p className="quiet-line">{readAs(events.length === 0 ? undefined : dialect, moreRooms)}</p>
      <ul>
        {events.slice(0, MOST_SHOWN).map((event) => (
          <li key={event.id}>
            <PlatformBadge platform={event.platform} />
            <span>{eventSentence(event, moreRooms, language)}</span>
          </li>
        ))}
      </ul>
      {skipped === 0 ? null : (
        <p className="quiet-line">{fill(moreRooms.previewPassedOver, { n: skipped, codes: codes.join(', ') })}</p>
      )}
    </div>
  );
}

function readAs(dialect: BridgePreview['dialect'], words: Words): string {
  if (dialect === undefined) return words.previewNothing;
  return dialect === 'mapped' ? words.previewMapped : fill(words.previewAs, { dialect: words.dialects[dialect] });
}

type Words = ReturnType<typeof useStrings>['moreRooms'];
function faultText(
  { code, message, field }: NonNullable<BridgePreview['fault']>,
  { fields }: BridgeSettings,
  words: Words,
): string {
  if (field === undefined) return fill(words.faults[code], { message });
  const path = fields[field];
  const named = { field: words.field[field], path };
  return fill(path === '' ? words.faultUnset : words.faultMissing, named);
}

/** The value as it is after it has not changed for a while. */
function useSettled(value: string, delayMs: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
}
