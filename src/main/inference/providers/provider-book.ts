import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeFileAtomic } from '#main/platform/atomic-file.ts';
import type { Clock } from '#main/platform/host.ts';
import { joinSignals } from '#main/platform/join-signals.ts';
import type { Logger } from '#main/platform/logger.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { PROVIDERS, type Provider, providerSchema } from '#shared/inference/model-manifest.ts';
import type { ProviderReport } from '../inference.types.ts';

/** What one probe found. */
export type ProbeFinding = Pick<ProviderReport, 'state' | 'detail' | 'speedup'>;

export interface ProviderBookOptions {
  /** Where findings are kept. */
  readonly file: string;
  /** Of the runtime; findings of another one do not count. */
  readonly runtime: string;
  /** Names the graphics adapters and their drivers; findings for others do not count. */
  driver(): Promise<string>;
  /** Tries one provider in a process of its own. Throws only `cancelled`. */
  probe(provider: Provider, signal: AbortSignal): Promise<ProbeFinding>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What is known of this machine's execution providers. */
export interface ProviderBook {
  readonly reports: Cell<readonly ProviderReport[]>;
  /** Providers to try for a model, best first, the CPU last. Only the CPU until it is known what works. */
  order(): readonly Provider[];
  isUsable(provider: Provider): boolean;
  /** Finds out in the background what is not known yet; once. */
  ensure(): void;
  /** Asks all anew. Throws `cancelled`. */
  probe(signal: AbortSignal): Promise<readonly ProviderReport[]>;
  close(): Promise<void>;
}

const keptSchema = z.object({
  version: z.literal(1),
  runtime: z.string(),
  driver: z.string(),
  reports: z.array(
    z.object({
      provider: providerSchema,
      state: z.enum(['works', 'wrong-results', 'missing', 'crashed', 'not-probed']),
      detail: z.string(),
      driver: z.string(),
      speedup: z.number().optional(),
      probedAtMs: z.number().optional(),
    }),
  ),
});

const CPU: ProviderReport = {
  provider: 'cpu',
  state: 'works',
  detail: 'The processor; always there.',
  driver: '',
  speedup: 1,
  probedAtMs: undefined,
};

/** Whoever asked for a model is waiting for it: the first sentence has the machine for itself, on the CPU. */
const PROBE_AFTER_MS = 4000;

/** Remembers what each provider did when it was tried, per driver and version of the runtime, so that it is tried once and not at every start. */
export function createProviderBook(options: ProviderBookOptions): ProviderBook {
  const reports = createCell<readonly ProviderReport[]>(PROVIDERS.map(unknown));
  const life = new AbortController();
  let ensured: Promise<void> | undefined;
  let probing: Promise<readonly ProviderReport[]> | undefined;

  async function ensure(): Promise<void> {
    const driver = await options.driver();
    const kept = readKept(options.file);
    if (kept?.runtime === options.runtime && kept.driver === driver) {
      const found = new Map(kept.reports.map((report) => [report.provider, report]));
      reports.set(PROVIDERS.map((provider) => complete(found.get(provider) ?? unknown(provider))));
      return;
    }
    await waitFor(PROBE_AFTER_MS);
    if (!life.signal.aborted) await probeAll(driver, life.signal);
  }

  function waitFor(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = options.clock.after(delayMs, resolve);
      life.signal.addEventListener(
        'abort',
        () => {
          cancel();
          resolve();
        },
        { once: true },
      );
    });
  }

  function probeAll(driver: string, signal: AbortSignal): Promise<readonly ProviderReport[]> {
    probing ??= probeEach(driver, signal).finally(() => {
      probing = undefined;
    });
    return probing;
  }

  /** One after the other: each wants the whole machine for a moment. */
  async function probeEach(driver: string, signal: AbortSignal): Promise<readonly ProviderReport[]> {
    const found: ProviderReport[] = [];
    for (const provider of PROVIDERS) {
      if (provider === 'cpu') {
        found.push({ ...CPU, driver, probedAtMs: options.clock.now() });
        continue;
      }
      if (signal.aborted) throw new StudioError('cancelled', 'the probe of the graphics card was stopped');
      const finding = await options.probe(provider, signal);
      options.logger.info('provider probed', { provider, ...finding });
      found.push({ provider, ...finding, driver, probedAtMs: options.clock.now() });
    }
    reports.set(found);
    await keep(found, driver);
    return found;
  }

  async function keep(found: readonly ProviderReport[], driver: string): Promise<void> {
    try {
      const text = JSON.stringify({ version: 1, runtime: options.runtime, driver, reports: found }, undefined, 2);
      await writeFileAtomic(options.file, `${text}\n`, 0o600);
    } catch (error) {
      // They are asked again at the next start.
      options.logger.warn('findings about providers could not be kept', { cause: messageFromUnknown(error) });
    }
  }

  function isUsable(provider: Provider): boolean {
    return reports.get().some((report) => report.provider === provider && report.state === 'works');
  }

  return {
    reports,
    isUsable,
    order() {
      const faster = reports.get().filter((report) => report.state === 'works' && (report.speedup ?? 0) >= 1);
      return [...faster.map((report) => report.provider).filter((provider) => provider !== 'cpu'), 'cpu'];
    },
    ensure() {
      ensured ??= ensure().catch((error: unknown) => {
        if (!life.signal.aborted) options.logger.warn('providers could not be probed', { cause: messageFromUnknown(error) });
      });
    },
    async probe(signal) {
      const both = joinSignals(signal, life.signal);
      try {
        return await probeAll(await options.driver(), both.signal);
      } finally {
        both.release();
      }
    },
    async close() {
      life.abort(new StudioError('cancelled', 'local models were closed'));
      await Promise.allSettled([ensured, probing]);
    },
  };
}

function unknown(provider: Provider): ProviderReport {
  if (provider === 'cpu') return CPU;
  return { provider, state: 'not-probed', detail: 'Not tried yet.', driver: '', speedup: undefined, probedAtMs: undefined };
}

type KeptReport = z.infer<typeof keptSchema>['reports'][number];

function complete(report: KeptReport): ProviderReport {
  return { ...report, speedup: report.speedup, probedAtMs: report.probedAtMs };
}

/** undefined when there is none, or none that can be read: then all is asked anew. */
function readKept(file: string): z.infer<typeof keptSchema> | undefined {
  try {
    return keptSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
