import { z } from 'zod';
import { avatarModelSchema, modelIdSchema } from '#shared/avatar/model.ts';
import { vtubeReportSchema } from '#shared/avatar/vtube-report.ts';

/** Bounds on what is imported, in bytes and pixels: far above what real models need. */
export const IMPORT_LIMITS = {
  /** All files of one model together, unpacked. */
  modelBytes: 1_000_000_000,
  fileBytes: 500_000_000,
  jsonBytes: 64_000_000,
  files: 5000,
  /** Along one side, as the picture's own header states it. Above this no graphics card takes it. */
  texturePixels: 16_384,
  /** Models out of one archive or folder. */
  modelsAtOnce: 20,
  /** Characters of a path inside a model. */
  pathLength: 240,
} as const;

/** Why a model was not taken. The interface has words for each; `detail` names the file or the number. */
export const IMPORT_PROBLEMS = [
  'not-found',
  'not-readable',
  'nothing-known',
  'editor-file',
  'other-archive',
  'other-format',
  'truncated',
  'damaged',
  'numbers-broken',
  'missing-files',
  'unsafe-path',
  'external-reference',
  'unsupported-extension',
  'not-a-character',
  'version-unsupported',
  'too-large',
  'texture-too-large',
  'texture-type',
  'archive-bomb',
  'archive-encrypted',
  'archive-broken',
  'too-many-files',
  'too-many-models',
  'needs-model',
  'disk-full',
  'worker-lost',
  'timeout',
  'cancelled',
  'internal',
] as const;
export const importProblemCodeSchema = z.enum(IMPORT_PROBLEMS);
export type ImportProblemCode = z.infer<typeof importProblemCodeSchema>;
export const importProblemSchema = z.object({
  code: importProblemCodeSchema,
  /** English: what failed and what to do next. */
  message: z.string().max(2000),
  /** File names and numbers, as they are. */
  detail: z.string().max(1000),
});
export type ImportProblem = z.infer<typeof importProblemSchema>;

/** What the streamer should know of a model that was taken. */
export const IMPORT_NOTES = [
  'textures-shrunk',
  'files-left-out',
  'core-needed',
  'vtube-settings',
  'motions-added',
  'texture-missing',
  'rigged-by-names',
  'layers-not-understood',
  'drawing-lacks',
  'layers-left-out',
  'blends-replaced',
] as const;
export const importNoteSchema = z.object({ code: z.enum(IMPORT_NOTES), detail: z.string().max(2000) });
export type ImportNote = z.infer<typeof importNoteSchema>;

export const IMPORT_STATES = [
  'receiving',
  'waiting',
  'unpacking',
  'checking',
  'textures',
  'storing',
  'done',
  'failed',
  'cancelled',
] as const;
export const importStateSchema = z.enum(IMPORT_STATES);
export type ImportState = z.infer<typeof importStateSchema>;

export const importJobSchema = z.object({
  id: z.string(),
  /** Of the file or folder, for people. */
  name: z.string(),
  state: importStateSchema,
  /** Share of the present state that is done, 0…1. */
  progress: z.number().min(0).max(1),
  /** Bytes that came in so far, or were unpacked. */
  bytes: z.number(),
  modelIds: z.array(modelIdSchema),
  notes: z.array(importNoteSchema),
  /** What was taken over of VTube Studio's settings, and what was not. */
  vtube: z.array(vtubeReportSchema),
  problem: importProblemSchema.nullable(),
  startedAt: z.number(),
});
export type ImportJob = z.infer<typeof importJobSchema>;

export function isImportOver({ state }: Pick<ImportJob, 'state'>): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

/** A folder of the library that cannot be read as a model any more. */
export const brokenModelSchema = z.object({ id: modelIdSchema, name: z.string(), reason: z.string(), bytes: z.number() });
export type BrokenModel = z.infer<typeof brokenModelSchema>;
/** Removed, and still there to be taken back. */
export const removedModelSchema = z.object({ id: modelIdSchema, name: z.string(), removedAt: z.number(), bytes: z.number() });
export type RemovedModel = z.infer<typeof removedModelSchema>;

export const libraryViewSchema = z.object({
  models: z.array(avatarModelSchema),
  broken: z.array(brokenModelSchema),
  removed: z.array(removedModelSchema),
  /** Newest first. */
  jobs: z.array(importJobSchema),
});
export type LibraryView = z.infer<typeof libraryViewSchema>;
