import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';

export interface Choice {
  readonly value: string;
  readonly title: string;
  readonly hint?: string | undefined;
  readonly badge?: ReactNode;
  /** Why it cannot be chosen; shown in place of the hint. */
  readonly blocked?: string | undefined;
}
interface ChoiceCardsProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string) => void;
  readonly disabled?: boolean;
  /** Two or so beside each other instead of three: for longer hints. */
  readonly wide?: boolean;
}

/** One of a few, each with a line that says what it means. Arrow keys move, as in any radio group. */
export function ChoiceCards({ label, value, choices, onChange, disabled = false, wide = false }: ChoiceCardsProps) {
  const labelId = useId();
  const group = useRef<HTMLDivElement>(null);
  const open = choices.filter(({ blocked }) => blocked === undefined);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined || disabled || open.length === 0) return;
    event.preventDefault();
    const at = open.findIndex((choice) => choice.value === value);
    const next = open[(at + step + open.length) % open.length];
    if (next === undefined) return;
    onChange(next.value);
    group.current?.querySelector<HTMLElement>(`[data-value="${next.value}"]`)?.focus();
  };
  return (
    <div className="choices-field">
      <span className="field-label" id={labelId}>
        {label}
      </span>
      <div
        className={wide ? 'choices choices-wide' : 'choices'}
        role="radiogroup"
        aria-labelledby={labelId}
        ref={group}
        onKeyDown={onKeyDown}
      >
        {choices.map((choice) => (
          // biome-ignore lint/a11y/useSemanticElements: a card with a hint inside; keyboard and roles are those of a radio
          <button
            type="button"
            key={choice.value}
            role="radio"
            className="choice"
            data-value={choice.value}
            aria-checked={choice.value === value}
            aria-disabled={disabled || choice.blocked !== undefined}
            tabIndex={choice.value === value ? 0 : -1}
            onClick={() => (disabled || choice.blocked !== undefined ? undefined : onChange(choice.value))}
          >
            <span className="choice-title">
              <i aria-hidden />
              {choice.title}
              {choice.badge}
            </span>
            {choice.blocked === undefined && choice.hint === undefined ? null : (
              <span className="choice-hint">{choice.blocked ?? choice.hint}</span>
            )}
          </button>
        ))}
      </div>
    </div>
  );
}
