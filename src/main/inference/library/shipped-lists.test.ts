import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sherpaAsrOptionsSchema } from '#shared/inference/asr-options.ts';
import { type ModelManifest, modelManifestSchema } from '#shared/inference/model-manifest.ts';
import { catalogueFromText } from './catalogue.ts';

const models = join(process.cwd(), 'models');
const text = readFileSync(join(models, 'catalogue.json'), 'utf8');
const { offers, leftOut } = catalogueFromText(text, 'built-in', []);
const manifests = offers.map(({ manifest }) => manifest);
const rolesOf = ({ files }: ModelManifest): string[] => files.map(({ role }) => role);

test('the shipped list is understood to the last entry', () => {
  expect(leftOut).toBe(0);
  expect(manifests.length).toBeGreaterThan(10);
  for (const language of ['zh', 'en', 'ja'] as const)
    for (const task of ['tts', 'asr'])
      expect(
        manifests.some((manifest) => manifest.task === task && manifest.languages.includes(language)),
        `${task} ${language}`,
      ).toBe(true);
});

test('every file on offer comes over https from a fixed revision, so that its checksum stays true', () => {
  for (const { id, files } of manifests)
    for (const { url, path } of files)
      expect(url, `${id} ${path}`).toMatch(
        /^https:\/\/huggingface\.co\/[\w.-]+\/[\w.-]+\/resolve\/(?:[0-9a-f]{40}|v\d+\.\d+\.\d+)\/.+/u,
      );
});

test('every entry has the roles and options that its engine asks for, each role once', () => {
  for (const manifest of manifests) {
    const roles = rolesOf(manifest);
    expect(new Set(roles).size, manifest.id).toBe(roles.length);
    if (manifest.engine === 'piper') expect(roles).toEqual(['model', 'config']);
    if (manifest.engine === 'kokoro') expect(roles.filter((role) => role.startsWith('voice.')).length).toBeGreaterThan(10);
    if (manifest.engine === 'moonshine') expect(roles).toEqual(['encoder', 'decoder', 'tokens']);
    if (manifest.engine === 'sherpa-asr') {
      expect(roles).toContain('tokens');
      expect(sherpaAsrOptionsSchema.safeParse(manifest.options).success, manifest.id).toBe(true);
    }
  }
});

test('every shipped model is whole and has a card that names its licence', () => {
  const folders = readdirSync(models).filter((name) => existsSync(join(models, name, 'manifest.json')));
  expect(folders).toContain('silero-vad');
  for (const folder of folders) {
    const manifest = modelManifestSchema.parse(JSON.parse(readFileSync(join(models, folder, 'manifest.json'), 'utf8')));
    const card = readFileSync(join(models, folder, 'README.md'), 'utf8');
    for (const { path, bytes, sha256 } of manifest.files) {
      const file = join(models, folder, path);
      expect(statSync(file).size, path).toBe(bytes);
      expect(createHash('sha256').update(readFileSync(file)).digest('hex'), path).toBe(sha256);
    }
    const plain = (words: string): string => words.replaceAll(/[\s-]/gu, '');
    expect(plain(card)).toContain(plain(manifest.licence.name));
  }
});
