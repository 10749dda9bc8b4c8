import { NumberInput, TagsInput, TextInput } from '@mantine/core';
import { useStrings } from '../../i18n/use-strings.tsx';

export interface Question {
  readonly question: string;
  readonly options: readonly string[];
  readonly seconds: number | null;
}
interface QuestionFormProps {
  readonly value: Question;
  readonly placeholder: string;
  readonly onChange: (next: Question) => void;
}

/** What is asked, the choices, and how long: the same for votes and predictions. */
export function QuestionForm({ value, placeholder, onChange }: QuestionFormProps) {
  const { games: words } = useStrings();
  return (
    <>
      <TextInput
        label={words.question}
        placeholder={placeholder}
        maxLength={120}
        value={value.question}
        onChange={(event) => onChange({ ...value, question: event.currentTarget.value })}
      />
      <TagsInput
        label={words.options}
        description={words.optionsHint}
        maxTags={10}
        acceptValueOnBlur
        value={[...value.options]}
        onChange={(options) => onChange({ ...value, options: options.map((one) => one.slice(0, 60)) })}
      />
      <NumberInput
        className="game-narrow"
        label={words.minutes}
        description={words.minutesHint}
        min={10}
        max={86_400}
        allowDecimal={false}
        value={value.seconds ?? ''}
        onChange={(next) => onChange({ ...value, seconds: typeof next === 'number' ? Math.max(10, next) : null })}
      />
    </>
  );
}

export const isAskable = ({ question, options }: Question): boolean => question.trim() !== '' && options.length >= 2;
