import { StudioError } from '#shared/errors.ts';
import type { SetupView } from '#shared/obs/setup/setup-view.ts';
import { type SetupLanguage, shippedTemplates } from '#shared/obs/setup/shipped-templates.ts';
import type { SetupTemplate } from '#shared/obs/setup/template.ts';

const MAX_OWN = 100;

/** Templates: those that ship, in the interface's language, with the streamer's changes over them, then the streamer's own. */
export function templatesOf(own: readonly SetupTemplate[], language: SetupLanguage): SetupView['templates'] {
  const shipped = shippedTemplates(language);
  const shippedIds = new Set(shipped.map(({ id }) => id));
  return [
    ...shipped.map((template) => {
      const edited = own.find(({ id }) => id === template.id);
      return { template: edited ?? template, shipped: true, edited: edited !== undefined };
    }),
    ...own.filter(({ id }) => !shippedIds.has(id)).map((template) => ({ template, shipped: false, edited: false })),
  ];
}

export function withTemplate(own: readonly SetupTemplate[], template: SetupTemplate): SetupTemplate[] {
  const at = own.findIndex(({ id }) => id === template.id);
  if (at >= 0) return own.map((each, index) => (index === at ? template : each));
  if (own.length >= MAX_OWN)
    throw new StudioError('invalid-input', `There are ${MAX_OWN} templates of your own. Delete one first.`);
  return [...own, template];
}

export function withoutTemplate(own: readonly SetupTemplate[], templateId: string): SetupTemplate[] {
  const left = own.filter(({ id }) => id !== templateId);
  if (left.length === own.length) throw new StudioError('not-found', `There is no template of your own "${templateId}".`);
  return left;
}
