import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { EmotionIcon } from '../../ui/emotion-icon.tsx';
import { IntentChip } from '../../ui/intent-chip.tsx';
import type { LineReading } from './use-reading.ts';

/** What a line wants and how it feels, each with the likeliest three. */
export function ReadingView({ reading }: { readonly reading: LineReading }) {
  const { understanding, intents, emotions } = useStrings();
  const asks = reading.argument === '' ? understanding.asksForNothing : reading.argument;
  return (
    <div className="understanding-kinds">
      <section>
        <h3>{understanding.wants}</h3>
        <p className="understanding-verdict">
          <IntentChip intent={reading.intent} />
          {REQUESTS_WITH_ARGUMENT.has(reading.intent) ? (
            <span className="understanding-argument">
              {understanding.asksFor} <b>{asks}</b>
            </span>
          ) : null}
        </p>
        <Bars
          all={reading.intents.map(({ label, probability }) => ({ name: intents[label], probability }))}
          unsure={
            reading.intents[0]?.label === reading.intent
              ? undefined
              : fill(understanding.unsure, { label: intents[reading.intent] })
          }
        />
      </section>
      <section>
        <h3>{understanding.feels}</h3>
        <p className="understanding-verdict">
          <span className="understanding-mood">
            <EmotionIcon emotion={reading.emotion} size="1.15rem" />
            {emotions[reading.emotion]}
          </span>
        </p>
        <Bars
          all={reading.emotions.map(({ label, probability }) => ({ name: emotions[label], probability }))}
          unsure={
            reading.emotions[0]?.label === reading.emotion
              ? undefined
              : fill(understanding.unsure, { label: emotions[reading.emotion] })
          }
        />
      </section>
    </div>
  );
}

const REQUESTS_WITH_ARGUMENT: ReadonlySet<string> = new Set(['sing', 'draw', 'dance', 'search', 'picture', 'scene', 'costume']);

interface BarsProps {
  readonly all: readonly { readonly name: string; readonly probability: number }[];
  readonly unsure: string | undefined;
}

function Bars({ all, unsure }: BarsProps) {
  return (
    <>
      <ul className="understanding-bars">
        {all.map(({ name, probability }) => (
          <li key={name}>
            <span>{name}</span>
            <i aria-hidden>
              <b style={{ width: `${probability * 100}%` }} />
            </i>
            <em className="tabular">{Math.round(probability * 100)}%</em>
          </li>
        ))}
      </ul>
      {unsure === undefined ? null : <p className="understanding-unsure">{unsure}</p>}
    </>
  );
}
