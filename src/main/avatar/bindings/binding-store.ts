import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '#main/platform/atomic-file.ts';
import { codeFromError, fileStampFromMs, healthFromWriteError } from '#main/platform/disk-problem.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { actionSchema, BINDING_LIMIT, type Binding, bindingSchema, triggerSchema } from '#shared/avatar/bindings.ts';
import { modelIdSchema } from '#shared/avatar/model.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';

/** What is kept: the bindings in their order, and the models for which hotkeys were made once (deleted ones do not come back). */
export interface BindingDocument {
  readonly bindings: readonly Binding[];
  readonly seeded: readonly string[];
}

export interface BindingStore {
  readonly loaded: BindingDocument;
  /** Saved within 100 ms; later ones replace earlier ones that wait. */
  save(document: BindingDocument): void;
  /** Writes what waits. Never rejects: what cannot be written is reported. */
  close(): Promise<void>;
}

const DEBOUNCE_MS = 50;
const RETRY_MS = 5000;
const VERSION = 1;
const fileSchema = z.object({
  version: z.literal(VERSION),
  bindings: z.array(z.unknown()),
  seeded: z.array(z.unknown()).default([]),
});

export function createBindingStore(options: {
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
}): BindingStore {
  const { file, clock, logger, report } = options;
  const { document: loaded, fault } = load(file);
  const backup = file.replace(/(\.json)?$/, `.broken-${fileStampFromMs(clock.now())}.json`);
  if (fault !== undefined) reportFault(fault);
  else report({ status: 'ready' });

  let waiting: BindingDocument | undefined;
  let cancelTimer: (() => void) | undefined;
  let writing: Promise<void> = Promise.resolve();
  let closed = false;

  function reportFault(what: string): void {
    const kept = keepBroken(file, backup);
    const message = `The file of hotkeys and reactions ${what}.${kept ? ` The old file is kept as ${backup}.` : ''} Look through them.`;
    logger.warn(message);
    report({ status: 'degraded', reason: 'bindings-healed', message });
  }

  async function writeNewest(): Promise<void> {
    const document = waiting;
    if (document === undefined) return;
    waiting = undefined;
    try {
      mkdirSync(dirname(file), { recursive: true });
      await writeFileAtomic(file, `${JSON.stringify({ version: VERSION, ...document }, undefined, 1)}\n`);
      report({ status: 'ready' });
    } catch (error) {
      waiting ??= document;
      report(healthFromWriteError('Hotkeys and reactions', file, error));
      logger.error('hotkeys not saved', { file, cause: messageFromUnknown(error) });
      schedule(RETRY_MS);
    }
  }
  function schedule(delayMs: number): void {
    if (closed) return;
    cancelTimer ??= clock.after(delayMs, () => {
      cancelTimer = undefined;
      writing = writing.then(writeNewest);
    });
  }

  return {
    loaded,
    save(document) {
      waiting = document;
      schedule(DEBOUNCE_MS);
    },
    async close() {
      closed = true;
      cancelTimer?.();
      writing = writing.then(writeNewest);
      await writing;
    },
  };
}

function load(file: string): { readonly document: BindingDocument; readonly fault: string | undefined } {
  const nothing: BindingDocument = { bindings: [], seeded: [] };
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (codeFromError(error) === 'ENOENT') return { document: nothing, fault: undefined };
    return { document: nothing, fault: `cannot be read (${messageFromUnknown(error)})` };
  }
  try {
    return healed(fileSchema.parse(JSON.parse(text.replace(/^\uFEFF/, ''))));
  } catch (error) {
    return { document: nothing, fault: `is broken (${messageFromUnknown(error).slice(0, 200)}); the list is empty` };
  }
}

/** Keeps every sound binding, and of a broken one the triggers and actions that are sound, as long as one action is left. */
function healed(raw: z.infer<typeof fileSchema>): { readonly document: BindingDocument; readonly fault: string | undefined } {
  const bindings: Binding[] = [];
  const ids = new Set<string>();
  let faults = Math.max(0, raw.bindings.length - BINDING_LIMIT);
  for (const one of raw.bindings.slice(0, BINDING_LIMIT)) {
    const sound = bindingSchema.safeParse(one);
    const binding = sound.success ? sound.data : mended(one);
    if (!sound.success || ids.has(sound.data.id)) faults += 1;
    if (binding === undefined || ids.has(binding.id)) continue;
    ids.add(binding.id);
    bindings.push(binding);
  }
  const seeded = raw.seeded.flatMap((id) => modelIdSchema.safeParse(id).data ?? []);
  const fault =
    faults === 0 ? undefined : `had ${faults} entries that are not valid; they were mended or left out, all else was kept`;
  return { document: { bindings, seeded }, fault };
}

const timedActionSchema = z.object({ delay: z.number().min(0).max(600).catch(0), action: actionSchema });
const looseSchema = z.object({
  id: bindingSchema.shape.id,
  name: bindingSchema.shape.name.catch(''),
  modelId: bindingSchema.shape.modelId,
  enabled: z.boolean().catch(false),
  triggers: z.array(z.unknown()).catch([]),
  actions: z.array(z.unknown()),
  cooldown: bindingSchema.shape.cooldown.catch(0),
});
function mended(raw: unknown): Binding | undefined {
  const loose = looseSchema.safeParse(raw);
  if (!loose.success) return undefined;
  const triggers = loose.data.triggers.flatMap((one) => triggerSchema.safeParse(one).data ?? []).slice(0, 10);
  const actions = loose.data.actions.flatMap((one) => timedActionSchema.safeParse(one).data ?? []).slice(0, 20);
  return bindingSchema.safeParse({ ...loose.data, triggers, actions }).data;
}

function keepBroken(file: string, backup: string): boolean {
  try {
    copyFileSync(file, backup);
    return true;
  } catch {
    return false;
  }
}
