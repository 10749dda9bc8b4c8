import type { ExpressionRequest, ExpressionState } from '#main/avatar/avatar.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { ModelExpression } from '#shared/avatar/model.ts';
import type { ActiveExpression } from '#shared/avatar/scene.ts';

/** Which expressions are on: in the order in which they were switched on, with their own ends, in groups that exclude each other. */
export interface ExpressionBoard {
  /** For the stages. */
  active(): ActiveExpression[];
  states(): ExpressionState[];
  /** Forgets everything: another model. */
  setModel(expressions: readonly ModelExpression[]): void;
  /** More is known of the same model; what is on stays on. */
  learn(expressions: readonly ModelExpression[]): void;
  /** False: the model has no such expression. */
  set(name: string, request: ExpressionRequest): boolean;
  clear(): void;
}

interface Entry {
  readonly expression: ModelExpression;
  readonly fade: number;
  readonly group: string;
  readonly held: boolean;
  readonly endsAt: number | undefined;
  readonly cancel: () => void;
}

export function createExpressionBoard(clock: Clock, onChange: () => void): ExpressionBoard {
  let known: readonly ModelExpression[] = [];
  const on = new Map<string, Entry>();

  function switchOff(name: string): void {
    on.get(name)?.cancel();
    on.delete(name);
  }

  function switchOn(expression: ModelExpression, request: ExpressionRequest): void {
    const { name } = expression;
    if (request.group !== '')
      for (const [other, entry] of on) if (entry.group === request.group && other !== name) switchOff(other);
    switchOff(name);
    const { seconds } = request;
    const end = (): void => {
      on.delete(name);
      onChange();
    };
    on.set(name, {
      expression,
      fade: request.fade ?? expression.fadeIn,
      group: request.group,
      held: request.held,
      endsAt: seconds === undefined ? undefined : clock.now() + seconds * 1000,
      cancel: seconds === undefined ? () => {} : clock.after(seconds * 1000, end),
    });
  }

  function clear(): void {
    for (const name of [...on.keys()]) switchOff(name);
  }

  return {
    active: () => [...on.values()].map(({ expression, fade }) => ({ name: expression.name, weight: 1, fade })),
    states() {
      const now = clock.now();
      return known.map(({ name, file }) => {
        const entry = on.get(name);
        const secondsLeft = entry?.endsAt === undefined ? undefined : Math.max(0, (entry.endsAt - now) / 1000);
        return { name, file, active: entry !== undefined, secondsLeft, held: entry?.held ?? false };
      });
    },
    setModel(expressions) {
      clear();
      known = expressions;
    },
    learn(expressions) {
      known = expressions;
      for (const name of [...on.keys()]) if (!known.some((expression) => expression.name === name)) switchOff(name);
    },
    set(name, request) {
      const expression = known.find((candidate) => candidate.name === name);
      if (expression === undefined) return false;
      const active = request.active === 'toggle' ? !on.has(name) : request.active;
      if (active) switchOn(expression, request);
      else switchOff(name);
      onChange();
      return true;
    },
    clear() {
      if (on.size === 0) return;
      clear();
      onChange();
    },
  };
}
