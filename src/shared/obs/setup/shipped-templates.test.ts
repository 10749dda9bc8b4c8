import { describe, expect, it } from 'vitest';
import { shippedTemplates } from './shipped-templates.ts';
import { setupTemplateSchema } from './template.ts';

describe('the templates that ship', () => {
  it('are the same in every language but for their words', () => {
    const bare = (language: 'zh' | 'en' | 'ja') =>
      shippedTemplates(language).map(({ id, sources, scenes }) => ({
        id,
        sources: sources.map((source) => source.id),
        scenes: scenes.map((scene) => ({ id: scene.id, items: scene.items })),
      }));
    expect(bare('en')).toEqual(bare('zh'));
    expect(bare('ja')).toEqual(bare('zh'));
  });

  it.each(['zh', 'en', 'ja'] as const)('name things in %s so that nothing has another’s name', (language) => {
    for (const { name, sources, scenes } of shippedTemplates(language)) {
      const names = [...sources, ...scenes].map((thing) => thing.name);
      expect(new Set(names).size, name).toBe(names.length);
    }
  });

  it('keep every part within the picture, and show every source somewhere', () => {
    for (const { name, sources, scenes } of shippedTemplates('zh')) {
      const items = scenes.flatMap((scene) => scene.items);
      for (const { source, placement } of items) {
        expect(placement.x + placement.width, `${name}/${source}`).toBeLessThanOrEqual(1.0001);
        expect(placement.y + placement.height, `${name}/${source}`).toBeLessThanOrEqual(1.0001);
      }
      expect(new Set(items.map(({ source }) => source))).toEqual(new Set(sources.map(({ id }) => id)));
    }
  });

  it('survive being written to a file and read again', () => {
    for (const template of shippedTemplates('ja'))
      expect(setupTemplateSchema.parse(JSON.parse(JSON.stringify(template)))).toEqual(template);
  });
});

describe('a template from elsewhere', () => {
  const [template] = shippedTemplates('en');
  if (template === undefined) throw new Error('none ships');
  const complaints = (change: object): string[] =>
    setupTemplateSchema.safeParse({ ...template, ...change }).error?.issues.map(({ message }) => message) ?? [];

  it('is refused in plain words when its parts do not fit together', () => {
    expect(complaints({ start: 'nowhere' })).toEqual(['The start scene "nowhere" is not among the scenes.']);
    expect(complaints({ sources: [] })[0]).toMatch(/The scene "Chatting" shows ".+", which is not among the sources\./);
    expect(complaints({ scenes: [...template.scenes, ...template.scenes] })).toEqual(['Two scenes have the same id.']);
  });
});
