import { describe, expect, it } from 'vitest';
import { shippedTemplates } from '#shared/obs/setup/shipped-templates.ts';
import { setupTemplateSchema } from '#shared/obs/setup/template.ts';
import { missingPages, withPage, withPart, withPlacement, withSceneName, withWords } from './template-edits.ts';

const [template] = shippedTemplates('en');
if (template === undefined) throw new Error('none ships');
const itemsOf = (of: typeof template, scene: string) =>
  of.scenes.find(({ id }) => id === scene)?.items.map(({ source }) => source);

describe('changes of a template', () => {
  it('put a part where another scene has it, among the others in their order', () => {
    const added = withPart(template, 'brb', 'avatar', true);
    const items = itemsOf(added, 'brb') ?? [];
    expect(items.filter((id) => id !== 'avatar')).toEqual(itemsOf(template, 'brb'));
    expect(items.indexOf('avatar')).toBeLessThan(items.indexOf('music'));
    expect(items.indexOf('avatar')).toBeGreaterThan(items.indexOf('alerts'));
    const [there, here] = ['chatting', 'brb'].map((id) =>
      added.scenes.find((scene) => scene.id === id)?.items.find(({ source }) => source === 'avatar'),
    );
    expect(here?.placement).toEqual(there?.placement);
    expect(setupTemplateSchema.safeParse(added).success).toBe(true);
  });

  it('take a part out and leave the given template as it was', () => {
    const before = structuredClone(template);
    expect(itemsOf(withPart(template, 'chatting', 'chat', false), 'chatting')).not.toContain('chat');
    withPlacement(template, 'chatting', 'chat', { x: 0.5 });
    withSceneName(template, 'chatting', 'Other');
    withWords(template, 'brb-text', 'Gone fishing');
    expect(template).toEqual(before);
  });

  it('give words to boards only', () => {
    expect(withWords(template, 'avatar', 'x')).toEqual(template);
    expect(withWords(template, 'brb-text', 'x').sources.find(({ id }) => id === 'brb-text')?.content).toMatchObject({
      text: 'x',
    });
  });
});

describe('a page that the template does not have', () => {
  it('is offered, comes to the front of the start scene with sound where it sounds, and is not offered again', () => {
    expect(missingPages(template)).toContain('cohost');
    const added = withPage(template, 'cohost', 'Co-host');
    expect(missingPages(added)).not.toContain('cohost');
    expect(itemsOf(added, template.start)?.[0]).toBe('cohost');
    expect(added.sources[0]).toMatchObject({ id: 'cohost', name: 'Co-host', audio: { hear: 'auto' } });
    expect(withPage(template, 'wheel', 'Wheel').sources[0]).toMatchObject({ audio: null });
    expect(setupTemplateSchema.safeParse(added).success).toBe(true);
  });

  it('finds another id where its own is taken', () => {
    const taken = { ...template, sources: template.sources.map((one, n) => (n === 0 ? { ...one, id: 'cohost' } : one)) };
    const added = withPage(taken, 'cohost', 'Co-host');
    expect(added.sources.map(({ id }) => id)).toContain('cohost-2');
  });
});
