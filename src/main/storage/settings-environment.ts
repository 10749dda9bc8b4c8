import { secretsInEnvironment } from '#main/platform/environment-secrets.ts';
import { defaultSettings, mergeSettings, readSettings } from '#shared/settings/settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface SettingsOverrides {
  /** Laid over the document whenever it is read; never written. */
  readonly patch: Readonly<Record<string, unknown>>;
  /** Dotted paths that have a valid override, secrets included. */
  readonly fixed: readonly string[];
  /** One sentence per variable that cannot be used, naming it. */
  readonly problems: readonly string[];
}

type Scalar = string | number | boolean;
interface Field {
  readonly path: readonly string[];
  readonly fallback: Scalar;
}

/**
 * Reads `YINGXI_<GROUP>_<FIELD>` for every scalar setting (`YINGXI_TWITCH_CHANNEL`, `YINGXI_STAGE_CAPTIONS_ENABLED`, `YINGXI_LANGUAGE`);
 * `YINGXI_LLM_…` is another name for `YINGXI_BRAIN_…`. Empty variables count as unset, as shells and compose files leave them.
 */
export function overridesFromEnvironment(environment: Environment): SettingsOverrides {
  let patch: Record<string, unknown> = {};
  const fixed: string[] = [];
  const problems: string[] = [];
  for (const field of scalarFields(defaultSettings(), [])) {
    const variable = variablesOf(field.path).find((name) => environment[name]);
    const text = variable === undefined ? undefined : environment[variable];
    if (variable === undefined || text === undefined) continue;
    const onlyThis = nest(field.path, scalarFromText(text, field.fallback));
    const parsed = readSettings(mergeSettings(defaultSettings(), onlyThis));
    if (parsed.success) {
      patch = { ...patch, ...asObject(mergeSettings(patch, onlyThis)) };
      fixed.push(field.path.join('.'));
    } else {
      problems.push(
        `${variable}=${text.slice(0, 80)} is not usable (${parsed.error.issues[0]?.message ?? 'wrong value'}). Correct or unset ${variable}.`,
      );
    }
  }
  return { patch, fixed: [...fixed, ...secretsInEnvironment(environment)], problems };
}

/** Every string, number and boolean of the document but its version, with its path. */
function scalarFields(node: object, path: readonly string[]): readonly Field[] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]): readonly Field[] => {
    if (path.length === 0 && key === 'version') return [];
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      return [{ path: [...path, key], fallback: value }];
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? scalarFields(value, [...path, key]) : [];
  });
}

function variablesOf(path: readonly string[]): readonly string[] {
  const name = `YINGXI_${path.map((part) => part.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()).join('_')}`;
  return path[0] === 'brain' ? [name.replace('YINGXI_BRAIN_', 'YINGXI_LLM_'), name] : [name];
}

/** Text in the type of the field's default; what does not fit stays text and fails the schema. */
function scalarFromText(text: string, fallback: Scalar): Scalar {
  const trimmed = text.trim();
  if (typeof fallback === 'number') return trimmed !== '' && Number.isFinite(Number(trimmed)) ? Number(trimmed) : text;
  if (typeof fallback !== 'boolean') return text;
  if (/^(1|true|yes|on)$/i.test(trimmed)) return true;
  return /^(0|false|no|off)$/i.test(trimmed) ? false : text;
}

function nest(path: readonly string[], value: Scalar): Record<string, unknown> {
  return path.toReversed().reduce<Record<string, unknown>>((inner, key, index) => ({ [key]: index === 0 ? value : inner }), {});
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
