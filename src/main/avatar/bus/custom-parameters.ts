import { z } from 'zod';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createSavedDocument } from '#main/platform/saved-document.ts';
import { standardInput } from '#shared/avatar/input-parameters.ts';
import type { HealthReport } from '#shared/health.ts';
import type { CreationProblem, DeletionProblem } from '../parameter-bus.types.ts';

const LIMITS = { perOwner: 100, all: 300, value: 1_000_000, explanation: 255 } as const;

const customParameterSchema = z.object({
  name: z.string().regex(/^[A-Za-z0-9]{4,32}$/),
  owner: z.string().max(64),
  explanation: z.string().max(LIMITS.explanation).catch(''),
  min: z.number().min(-LIMITS.value).max(LIMITS.value),
  max: z.number().min(-LIMITS.value).max(LIMITS.value),
  default: z.number().min(-LIMITS.value).max(LIMITS.value),
});
export type CustomParameter = z.infer<typeof customParameterSchema>;
const documentSchema = z.object({ parameters: z.array(customParameterSchema).max(LIMITS.all) });

/** Parameters that plugins made, kept over restarts, with VTube Studio's rules and limits. */
export interface CustomParameters {
  list(): readonly CustomParameter[];
  /** Making one's own again overwrites its range. */
  create(owner: string, parameter: Omit<CustomParameter, 'owner'>): CreationProblem | undefined;
  remove(owner: string, name: string): DeletionProblem | undefined;
  /** Names of those that are gone. */
  removeAllOf(owner: string): readonly string[];
  close(): Promise<void>;
}

export interface CustomParametersOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
}

export function createCustomParameters(options: CustomParametersOptions): CustomParameters {
  const document = createSavedDocument({
    ...options,
    what: 'Custom tracking parameters',
    version: 1,
    schema: documentSchema,
    empty: { parameters: [] },
    migrate: (old) => old,
  });
  const list = (): readonly CustomParameter[] => document.current().parameters;

  return {
    list,
    create(owner, parameter) {
      const problem = problemOf(list(), owner, parameter);
      if (problem !== undefined) return problem;
      const made = { ...parameter, owner: owner.slice(0, 64), explanation: parameter.explanation.slice(0, LIMITS.explanation) };
      const others = list().filter(({ name }) => name !== parameter.name);
      document.set({ parameters: [...others, made] });
      return undefined;
    },
    remove(owner, name) {
      if (standardInput(name) !== undefined) return 'standard';
      const found = list().find((parameter) => parameter.name === name);
      if (found === undefined) return 'unknown';
      if (found.owner !== owner) return 'other-owner';
      document.set({ parameters: list().filter((parameter) => parameter !== found) });
      return undefined;
    },
    removeAllOf(owner) {
      const gone = list().filter((parameter) => parameter.owner === owner);
      if (gone.length > 0) document.set({ parameters: list().filter((parameter) => parameter.owner !== owner) });
      return gone.map(({ name }) => name);
    },
    close: () => document.close(),
  };
}

function problemOf(
  list: readonly CustomParameter[],
  owner: string,
  parameter: Omit<CustomParameter, 'owner'>,
): CreationProblem | undefined {
  const { name, min, max } = parameter;
  if (!/^[A-Za-z0-9]{4,32}$/.test(name)) return 'name';
  if (standardInput(name) !== undefined) return 'standard';
  const numbers = [min, max, parameter.default];
  if (numbers.some((value) => !(Math.abs(value) <= LIMITS.value))) return 'values';
  const found = list.find((other) => other.name === name);
  if (found !== undefined) return found.owner === owner ? undefined : 'taken';
  if (list.length >= LIMITS.all) return 'total-limit';
  return list.filter((other) => other.owner === owner).length >= LIMITS.perOwner ? 'owner-limit' : undefined;
}
