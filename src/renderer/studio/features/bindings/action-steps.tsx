import { ActionIcon, Menu, NumberInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { Fragment } from 'react';
import type { Action } from '#shared/avatar/bindings.ts';
import type { ActionChoices } from '#shared/contract/bindings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { ActionFields } from './action-fields.tsx';
import { actionNames } from './describe.ts';
import { AddMenu, Section, Step, useKeys } from './editor-parts.tsx';
import { ACTION_GROUPS, newAction } from './new-binding.ts';

interface TimedAction {
  readonly delay: number;
  readonly action: Action;
}
const MOST_ACTIONS = 20;

interface ActionStepsProps {
  readonly steps: readonly TimedAction[];
  readonly choices: ActionChoices;
  readonly onChange: (steps: TimedAction[]) => void;
}

/** What is to be done, one after the other. */
export function ActionSteps({ steps, choices, onChange: set }: ActionStepsProps) {
  const strings = useStrings();
  const { bindings } = strings;
  const names = actionNames(strings);
  const keys = useKeys(steps.length);
  const swap = (index: number, other: number): void => {
    const [one, two] = [steps[index], steps[other]];
    if (one === undefined || two === undefined) return;
    keys.swap(index, other);
    set(steps.with(index, two).with(other, one));
  };
  return (
    <Section title={bindings.editor.outcome} hint={bindings.editor.outcomeHint}>
      {steps.map(({ delay, action }, index) => (
        <Step
          key={keys.of(index)}
          title={names[action.type]}
          removeLabel={bindings.editor.removeAction}
          onRemove={() => {
            keys.remove(index);
            set(steps.toSpliced(index, 1));
          }}
          tools={
            steps.length < 2 ? null : (
              <>
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  aria-label={bindings.moveUp}
                  disabled={index === 0}
                  onClick={() => swap(index, index - 1)}
                >
                  <IconArrowUp size="0.9rem" />
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  aria-label={bindings.moveDown}
                  disabled={index === steps.length - 1}
                  onClick={() => swap(index, index + 1)}
                >
                  <IconArrowDown size="0.9rem" />
                </ActionIcon>
              </>
            )
          }
        >
          <ActionFields action={action} choices={choices} onChange={(next) => set(steps.with(index, { delay, action: next }))} />
          <NumberInput
            className="binding-delay"
            label={bindings.editor.delay}
            min={0}
            max={600}
            step={0.1}
            decimalScale={2}
            value={delay}
            onChange={(value) => set(steps.with(index, { delay: Number(value) || 0, action }))}
          />
        </Step>
      ))}
      <AddMenu label={bindings.editor.addAction} disabled={steps.length >= MOST_ACTIONS}>
        <ActionMenu onPick={(type) => set([...steps, { delay: 0, action: newAction(type, choices) }])} />
      </AddMenu>
    </Section>
  );
}

function ActionMenu({ onPick }: { readonly onPick: (type: Action['type']) => void }) {
  const strings = useStrings();
  const names = actionNames(strings);
  return (['her', 'show'] as const).map((group) => (
    <Fragment key={group}>
      <Menu.Label>{strings.showActions.groups[group]}</Menu.Label>
      {ACTION_GROUPS[group].map((type) => (
        <Menu.Item key={type} onClick={() => onPick(type)}>
          {names[type]}
        </Menu.Item>
      ))}
    </Fragment>
  ));
}
