import { z } from 'zod';

/** The parts of a zod issue used here; other validators' issues have no `errors`. */
interface Issue {
  readonly message: string;
  readonly code?: string | undefined;
  /** Allowed ones, where the value is not among them. */
  readonly values?: readonly unknown[] | undefined;
  readonly path?: readonly (string | number)[] | undefined;
  /** Of an alternative: the issues of each branch. */
  readonly errors?: readonly (readonly Issue[])[] | undefined;
}
const issueSchema: z.ZodType<Issue> = z.lazy(() =>
  z.object({
    message: z.string(),
    code: z.string().optional(),
    values: z.array(z.unknown()).optional(),
    path: z.array(z.union([z.string(), z.number()])).optional(),
    errors: z.array(z.array(issueSchema)).optional(),
  }),
);

const MAX_NAMED = 3;

/** One line that names each wrong field: `text: expected string; events.3.user: too long`. `input` decides which branch of an alternative was meant. */
export function describeIssues(issues: readonly unknown[], input: unknown): string {
  const lines = issues.flatMap((raw) => {
    const issue = issueSchema.safeParse(raw);
    return issue.success ? explain(issue.data, input, []) : [];
  });
  if (lines.length === 0) return 'the input is not valid';
  const more = lines.length > MAX_NAMED ? ` (and ${lines.length - MAX_NAMED} more)` : '';
  return `${lines.slice(0, MAX_NAMED).join('; ')}${more}`;
}

function explain(issue: Issue, input: unknown, parent: readonly (string | number)[]): readonly string[] {
  const path = [...parent, ...(issue.path ?? [])];
  const branches = (issue.errors ?? []).filter((branch) => branch.length > 0);
  const meant =
    branches.length === 0
      ? undefined
      : branches.reduce((best, branch) => (rank(branch, path, input) > rank(best, path, input) ? branch : best));
  if (meant !== undefined) return meant.flatMap((inner) => explain(inner, input, path));
  return [`${path.length === 0 ? 'input' : path.join('.')}: ${issue.message}`];
}

/** A branch that complains about fields which were sent is nearer to what was meant than one that misses fields; one for another `kind` is farthest. */
function rank(branch: readonly Issue[], parent: readonly (string | number)[], input: unknown): number {
  const sent = branch.filter((issue) => valueAt(input, [...parent, ...(issue.path ?? [])]) !== undefined);
  const ofAnotherKind = sent.some(isOfAnotherKind) ? 100 : 0;
  const depth = Math.max(...branch.map((issue) => issue.path?.length ?? 0));
  return depth * 0.1 - (branch.length - sent.length) - branch.length * 0.01 - ofAnotherKind;
}

/** A literal that differs, or a discriminator that no alternative has. */
function isOfAnotherKind({ code, values, errors }: Issue): boolean {
  return (code === 'invalid_value' && values?.length === 1) || (code === 'invalid_union' && errors?.length === 0);
}

function valueAt(input: unknown, path: readonly (string | number)[]): unknown {
  let value: unknown = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  }
  return value;
}
