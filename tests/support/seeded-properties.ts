import fc from 'fast-check';

/**
 * What tests get as `fast-check` (see vitest.config.ts): properties start from one seed, so that a test means the same inputs everywhere and every time.
 * YINGXI_PROPERTY_SEED=N starts from another, YINGXI_PROPERTY_SEEDS=N tries so many, the first of them that one; `npm run check:properties` sets both.
 */
const SEED = wholeNumber('YINGXI_PROPERTY_SEED', 20_261_122) | 0;
const SEEDS = Math.max(1, wholeNumber('YINGXI_PROPERTY_SEEDS', 1));
/** Nearby seeds begin alike in some generators: steps of the golden ratio of 2³² lie far apart. */
const STEP = 0x9e3779b9;

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED });

export function assert<Ts>(property: fc.IAsyncProperty<Ts>, parameters?: fc.Parameters<Ts>): Promise<void>;
export function assert<Ts>(property: fc.IProperty<Ts>, parameters?: fc.Parameters<Ts>): void;
export function assert<Ts>(property: fc.IRawProperty<Ts>, parameters: fc.Parameters<Ts> = {}): Promise<void> | void {
  const seeds =
    parameters.seed === undefined ? Array.from({ length: SEEDS }, (_, at) => (SEED + at * STEP) | 0) : [parameters.seed];
  if (property.isAsync()) return inTurn(seeds, async (seed) => fc.assert(property, { ...parameters, seed }));
  for (const seed of seeds) fc.assert(property, { ...parameters, seed });
}

async function inTurn(seeds: readonly number[], check: (seed: number) => Promise<void>): Promise<void> {
  for (const seed of seeds) await check(seed);
}

function wholeNumber(name: string, otherwise: number): number {
  const text = process.env[name] || String(otherwise);
  if (/^-?\d+$/.test(text)) return Number(text);
  throw new Error(`${name} is "${text}": give it a whole number.`);
}

export * from 'fast-check';
export default { ...fc, assert };
