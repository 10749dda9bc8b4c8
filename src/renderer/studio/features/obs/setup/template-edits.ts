import {
  type Placement,
  SETUP_PAGES,
  type SetupPage,
  type SetupTemplate,
  type SourceAudio,
  type TemplateItem,
  type TemplateScene,
  type TemplateSource,
} from '#shared/obs/setup/template.ts';

/** Pages that are heard. */
const SOUNDING: readonly SetupPage[] = ['avatar', 'cohost', 'music', 'alerts'];

/** Changes of a template; each gives a new one. */

export const withName = (template: SetupTemplate, name: string): SetupTemplate => ({ ...template, name });

export const withSceneName = (template: SetupTemplate, sceneId: string, name: string): SetupTemplate =>
  changedScene(template, sceneId, (scene) => ({ ...scene, name }));

export const withSourceName = (template: SetupTemplate, sourceId: string, name: string): SetupTemplate =>
  changedSource(template, sourceId, (source) => ({ ...source, name }));

export const withAudio = (template: SetupTemplate, sourceId: string, patch: Partial<SourceAudio>): SetupTemplate =>
  changedSource(template, sourceId, (source) =>
    source.audio === null ? source : { ...source, audio: { ...source.audio, ...patch } },
  );

export const withWords = (template: SetupTemplate, sourceId: string, text: string): SetupTemplate =>
  changedSource(template, sourceId, (source) =>
    source.content.kind === 'text' ? { ...source, content: { ...source.content, text } } : source,
  );

export const withColour = (template: SetupTemplate, sourceId: string, colour: string): SetupTemplate =>
  changedSource(template, sourceId, (source) =>
    source.content.kind === 'text' || source.content.kind === 'colour'
      ? { ...source, content: { ...source.content, colour } }
      : source,
  );

export const withPlacement = (
  template: SetupTemplate,
  sceneId: string,
  sourceId: string,
  patch: Partial<Placement>,
): SetupTemplate => changedItem(template, sceneId, sourceId, (item) => ({ ...item, placement: { ...item.placement, ...patch } }));

export const withVisible = (template: SetupTemplate, sceneId: string, sourceId: string, visible: boolean): SetupTemplate =>
  changedItem(template, sceneId, sourceId, (item) => ({ ...item, visible }));

/** Puts a part into a scene or takes it out. It comes where another scene has it, else into the middle. */
export function withPart(template: SetupTemplate, sceneId: string, sourceId: string, shown: boolean): SetupTemplate {
  return changedScene(template, sceneId, (scene) => {
    const others = scene.items.filter(({ source }) => source !== sourceId);
    if (!shown) return { ...scene, items: others };
    const model = template.scenes.flatMap(({ items }) => items).find(({ source }) => source === sourceId);
    const item: TemplateItem = model ?? {
      source: sourceId,
      placement: { x: 0.3, y: 0.3, width: 0.4, height: 0.4, anchor: 'centre', fit: 'inside' },
      visible: true,
      locked: false,
    };
    return { ...scene, items: inOrder([...others, item], template.sources) };
  });
}

/** Pages that a template does not have yet. */
export const missingPages = (template: SetupTemplate): SetupPage[] =>
  SETUP_PAGES.filter((page) => !template.sources.some(({ content }) => content.kind === 'page' && content.page === page));

/** A page as a new part in front of all, shown in the start scene. */
export function withPage(template: SetupTemplate, page: SetupPage, name: string): SetupTemplate {
  const isTaken = (id: string): boolean => template.sources.some((source) => source.id === id);
  let id: string = page;
  for (let n = 2; isTaken(id); n++) id = `${page}-${n}`;
  const audio: SourceAudio | null = SOUNDING.includes(page) ? { hear: 'auto', tracks: [1], syncOffsetMs: 0 } : null;
  const source: TemplateSource = { id, name, content: { kind: 'page', page }, audio, filters: [] };
  return withPart({ ...template, sources: [source, ...template.sources] }, template.start, id, true);
}

/** The order of sources is the order from front to back. */
function inOrder(items: readonly TemplateItem[], sources: readonly TemplateSource[]): TemplateItem[] {
  const place = new Map(sources.map(({ id }, at) => [id, at]));
  const added = items.at(-1);
  if (added === undefined) return [];
  const rest = items.slice(0, -1);
  const at = rest.findIndex(({ source }) => (place.get(source) ?? 0) > (place.get(added.source) ?? 0));
  return at < 0 ? [...rest, added] : [...rest.slice(0, at), added, ...rest.slice(at)];
}

function changedScene(template: SetupTemplate, sceneId: string, change: (scene: TemplateScene) => TemplateScene): SetupTemplate {
  return { ...template, scenes: template.scenes.map((scene) => (scene.id === sceneId ? change(scene) : scene)) };
}

function changedItem(
  template: SetupTemplate,
  sceneId: string,
  sourceId: string,
  change: (item: TemplateItem) => TemplateItem,
): SetupTemplate {
  return changedScene(template, sceneId, (scene) => ({
    ...scene,
    items: scene.items.map((item) => (item.source === sourceId ? change(item) : item)),
  }));
}

function changedSource(
  template: SetupTemplate,
  sourceId: string,
  change: (source: TemplateSource) => TemplateSource,
): SetupTemplate {
  return { ...template, sources: template.sources.map((source) => (source.id === sourceId ? change(source) : source)) };
}
