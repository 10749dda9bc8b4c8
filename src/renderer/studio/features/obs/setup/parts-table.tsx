import { Button, Checkbox, Menu, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { setupPageNames } from '#shared/obs/setup/shipped-templates.ts';
import type { SetupTemplate } from '#shared/obs/setup/template.ts';
import { fill } from '../../../i18n/strings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useDraft } from '../../../ui/use-draft.ts';
import { useOverlayLanguage } from '../../overlays/use-overlay-language.ts';
import { missingPages, withName, withPage, withPart, withSceneName } from './template-edits.ts';

const TYPING_PAUSE_MS = 600;

interface PartsTableProps {
  readonly template: SetupTemplate;
  readonly onChange: (template: SetupTemplate) => void;
}

/** Which part appears in which scene, and what template and scenes are called. */
export function PartsTable({ template, onChange }: PartsTableProps) {
  const { obsSetup } = useStrings();
  return (
    <details className="parts">
      <summary>
        <strong>{obsSetup.parts}</strong>
        <span>{obsSetup.partsHint}</span>
      </summary>
      <Name label={obsSetup.templateName} value={template.name} onChange={(name) => onChange(withName(template, name))} />
      <div className="parts-scroll">
        <table>
          <thead>
            <tr>
              <td />
              {template.scenes.map((scene) => (
                <th key={scene.id} scope="col">
                  <Name
                    label={obsSetup.sceneName}
                    hidden
                    value={scene.name}
                    onChange={(name) => onChange(withSceneName(template, scene.id, name))}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {template.sources.map((source) => (
              <tr key={source.id}>
                <th scope="row">{source.name}</th>
                {template.scenes.map((scene) => (
                  <td key={scene.id}>
                    <Checkbox
                      aria-label={fill(obsSetup.shownIn, { part: source.name, scene: scene.name })}
                      checked={scene.items.some((item) => item.source === source.id)}
                      onChange={(event) => onChange(withPart(template, scene.id, source.id, event.currentTarget.checked))}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <AddPart template={template} onChange={onChange} />
    </details>
  );
}

/** Pages of Yingxi that the template does not have yet. */
function AddPart({ template, onChange }: PartsTableProps) {
  const { obsSetup } = useStrings();
  const language = useOverlayLanguage();
  const missing = missingPages(template);
  if (missing.length === 0) return null;
  const names = setupPageNames(language);
  return (
    <Menu shadow="md" position="top-start">
      <Menu.Target>
        <Button size="xs" variant="light" className="parts-add" leftSection={<IconPlus size="1rem" />}>
          {obsSetup.addPart}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {missing.map((page) => (
          <Menu.Item key={page} onClick={() => onChange(withPage(template, page, names[page]))}>
            {names[page]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface NameProps {
  readonly label: string;
  /** The label is for screen readers only. */
  readonly hidden?: boolean;
  readonly value: string;
  readonly onChange: (name: string) => void;
}

function Name({ label, hidden = false, value, onChange }: NameProps) {
  const draft = useDraft(value, (next) => (next.trim() === '' ? undefined : onChange(next.trim())), TYPING_PAUSE_MS);
  return (
    <TextInput
      size={hidden ? 'xs' : 'sm'}
      {...(hidden ? { 'aria-label': label } : { label })}
      maxLength={100}
      value={draft.value}
      onChange={(event) => draft.change(event.currentTarget.value)}
      onBlur={draft.flush}
    />
  );
}
