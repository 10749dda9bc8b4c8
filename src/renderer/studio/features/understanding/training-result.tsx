import type { TrainingResult } from '#shared/contract/intent.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';

/** How the last training ended, and what it did to what she reads right. */
export function TrainingResultView({ result }: { readonly result: TrainingResult }) {
  const { understanding } = useStrings();
  return (
    <section className={`understanding-result understanding-${result.outcome}`}>
      <h3>{understanding.result}</h3>
      <p>{understanding[result.outcome]}</p>
      {result.outcome === 'failed' ? <p className="understanding-detail">{result.message}</p> : null}
      {result.general === null || result.own === null ? null : (
        <>
          <table>
            <thead>
              <tr>
                <th scope="col">{understanding.score}</th>
                <th scope="col">{understanding.before}</th>
                <th scope="col">{understanding.after}</th>
              </tr>
            </thead>
            <tbody>
              <ScoreRow name={understanding.ownIntent} before={result.own.before.intent} after={result.own.after.intent} />
              <ScoreRow name={understanding.ownEmotion} before={result.own.before.emotion} after={result.own.after.emotion} />
              <ScoreRow
                name={understanding.generalIntent}
                before={result.general.before.intent}
                after={result.general.after.intent}
              />
              <ScoreRow
                name={understanding.generalEmotion}
                before={result.general.before.emotion}
                after={result.general.after.emotion}
              />
            </tbody>
          </table>
          <p className="understanding-detail">{fill(understanding.generalHint, { n: result.general.after.lines })}</p>
        </>
      )}
    </section>
  );
}

function ScoreRow({ name, before, after }: { readonly name: string; readonly before: number; readonly after: number }) {
  const tone = after > before + 0.0005 ? 'better' : after < before - 0.0005 ? 'less' : 'same';
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="tabular">{percent(before)}</td>
      <td className={`tabular understanding-${tone}`}>{percent(after)}</td>
    </tr>
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
