import { Button, Textarea } from '@mantine/core';
import { IconCheck, IconDownload, IconShieldCheck, IconX } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { checkProof, type Proof, type ProofCheck, proofSchema } from '#shared/audience/fairness.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { downloadBytes } from '../../ui/download.ts';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, FailedState, LoadingState } from '../../ui/states.tsx';
import { useQuery } from '../../ui/use-query.ts';
import { webDigests } from './web-digests.ts';

/** Rounds that ended, and the sums that anyone can do again. `rounds` changes when there may be a new one. */
export function ProofsTab({ rounds }: { readonly rounds: string }) {
  const words = useStrings().games.proofs;
  return (
    <>
      <Panel title={words.title} hint={words.hint} icon={<IconShieldCheck size="1.25rem" />}>
        <PastedProof />
        <details className="game-how">
          <summary>{words.howTitle}</summary>
          <p>{words.how}</p>
        </details>
      </Panel>
      <ProofList game="lottery" rounds={rounds} />
      <ProofList game="wheel" rounds={rounds} />
    </>
  );
}

function ProofList({ game, rounds }: { readonly game: Proof['game']; readonly rounds: string }) {
  const words = useStrings().games.proofs;
  const client = useClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is a reason to ask again
  const ask = useCallback((signal: AbortSignal) => client.games.proofs({ game }, { signal }), [client, game, rounds]);
  const { value, problem } = useQuery(ask);
  return (
    <Panel title={words[game]}>
      {value === undefined && problem === undefined ? <LoadingState rows={3} /> : null}
      {value === undefined && problem !== undefined ? <FailedState title={words.title} problem={problem} /> : null}
      {value?.length === 0 ? <EmptyState icon={<IconShieldCheck size="1.5rem" />} title={words.none} /> : null}
      <ul className="game-list">
        {value?.map((proof) => (
          <ProofRow key={proof.roundId} proof={proof} />
        ))}
      </ul>
    </Panel>
  );
}

function ProofRow({ proof }: { readonly proof: Proof }) {
  const words = useStrings().games.proofs;
  const language = useInterfaceLanguage();
  const [check, setCheck] = useState<ProofCheck>();
  const began = Number.parseInt(proof.roundId.split('-')[0] ?? '', 36);
  return (
    <li className="game-row">
      <span className="game-words">
        <strong>{Number.isNaN(began) ? proof.roundId : new Date(began).toLocaleString(language)}</strong>
        <span>{fill(words.draws, { n: proof.draws.length })}</span>
        <code>
          {words.commit} {proof.commit}
        </code>
        <code>
          {words.seed} {proof.seed}
        </code>
        <CheckText check={check} />
      </span>
      <Button size="compact-sm" onClick={() => void checkProof(proof, webDigests).then(setCheck)}>
        {words.check}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconDownload size="0.9rem" />}
        onClick={() =>
          downloadBytes(`yingxi-${proof.game}-${proof.roundId}.json`, JSON.stringify(proof, undefined, 2), 'application/json')
        }
      >
        {words.save}
      </Button>
    </li>
  );
}

function CheckText({ check }: { readonly check: ProofCheck | undefined }) {
  const words = useStrings().games.proofs;
  if (check === undefined) return null;
  const text =
    check.problem === undefined ? fill(words.ok, { n: check.draws }) : fill(words.problems[check.problem], { n: check.at ?? 0 });
  return (
    <span className="game-check" data-ok={check.ok || undefined} role="status">
      {check.ok ? <IconCheck size="1rem" aria-hidden /> : <IconX size="1rem" aria-hidden />} {text}
    </span>
  );
}

/** A record that somebody handed on. */
function PastedProof() {
  const words = useStrings().games.proofs;
  const [text, setText] = useState('');
  const [check, setCheck] = useState<ProofCheck | 'bad'>();
  const run = async (): Promise<void> => {
    const proof = proofFrom(text);
    setCheck(proof === undefined ? 'bad' : await checkProof(proof, webDigests));
  };
  return (
    <div className="game-paste">
      <Textarea
        label={words.paste}
        description={words.pasteHint}
        autosize
        minRows={2}
        maxRows={8}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setCheck(undefined);
        }}
      />
      <div className="game-buttons">
        {check === 'bad' ? (
          <span className="game-check" role="status">
            <IconX size="1rem" aria-hidden /> {words.pasteBad}
          </span>
        ) : (
          <CheckText check={check} />
        )}
        <Button variant="default" disabled={text.trim() === ''} onClick={() => void run()}>
          {words.check}
        </Button>
      </div>
    </div>
  );
}

function proofFrom(text: string): Proof | undefined {
  try {
    return proofSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
