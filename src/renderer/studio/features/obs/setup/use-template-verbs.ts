import { useCallback } from 'react';
import { StudioError } from '#shared/errors.ts';
import type { SetupView } from '#shared/obs/setup/setup-view.ts';
import { type SetupTemplate, setupTemplateSchema } from '#shared/obs/setup/template.ts';
import { fill } from '../../../i18n/strings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useClient } from '../../../session/session-context.tsx';
import { downloadBytes } from '../../../ui/download.ts';
import { showToast } from '../../../ui/toast-store.ts';
import { useAction } from '../../../ui/use-action.ts';

const MAX_FILE_BYTES = 1_000_000;

/** Copy, export, import and removal of templates; what is removed can be had back from the toast. */
export function useTemplateVerbs(view: SetupView) {
  const { obsSetup, common } = useStrings();
  const client = useClient();
  const { templates } = view;

  const copy = useAction(
    obsSetup.saveFailed,
    useCallback(
      async (template: SetupTemplate) => {
        const name = fill(obsSetup.copyName, { name: template.name }).slice(0, 100);
        const own = { ...template, id: newId(), name };
        await client.obsSetup.saveTemplate({ template: own });
        await client.obsSetup.choose({ templateId: own.id });
        showToast({ tone: 'good', title: fill(obsSetup.copied, { name }) });
      },
      [client, obsSetup],
    ),
  );

  const take = useAction(
    obsSetup.importFailed,
    useCallback(
      async (file: File) => {
        const read = templateFromText(file.size > MAX_FILE_BYTES ? '' : await file.text(), obsSetup.notATemplate);
        const taken = templates.some(({ template }) => template.id === read.id);
        const template = taken ? { ...read, id: newId() } : read;
        await client.obsSetup.saveTemplate({ template });
        await client.obsSetup.choose({ templateId: template.id });
        showToast({ tone: 'good', title: fill(obsSetup.imported, { name: template.name }) });
      },
      [client, obsSetup, templates],
    ),
  );

  const { run: restore } = useAction(
    obsSetup.saveFailed,
    useCallback(
      async (template: SetupTemplate) => {
        await client.obsSetup.saveTemplate({ template });
        await client.obsSetup.choose({ templateId: template.id });
      },
      [client],
    ),
  );

  const remove = useAction(
    obsSetup.saveFailed,
    useCallback(
      async (template: SetupTemplate, shipped: boolean) => {
        await client.obsSetup.removeTemplate({ templateId: template.id });
        showToast({
          tone: 'plain',
          title: fill(shipped ? obsSetup.resetDone : obsSetup.deleted, { name: template.name }),
          action: { label: common.undo, run: () => void restore(template) },
        });
      },
      [client, obsSetup, common, restore],
    ),
  );

  return {
    copy: copy.run,
    take: take.run,
    remove: remove.run,
    save(template: SetupTemplate): void {
      const fileName = `${template.name.replaceAll(/[\\/:*?"<>|]/g, ' ')}.obs-template.json`;
      downloadBytes(fileName, `${JSON.stringify(template, undefined, 2)}\n`, 'application/json');
    },
  };
}

const newId = (): string => `own-${crypto.randomUUID().slice(0, 8)}`;

function templateFromText(text: string, complaint: string): SetupTemplate {
  try {
    return setupTemplateSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new StudioError('invalid-input', complaint, { cause });
  }
}
