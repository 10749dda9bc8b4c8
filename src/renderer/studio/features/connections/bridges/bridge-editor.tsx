import { Select } from '@mantine/core';
import { useState } from 'react';
import { type BridgeSettings, bridgeSettingsSchema } from '#shared/settings/settings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { ChoiceCards } from '../../../ui/choice-cards.tsx';
import { SavedText } from '../../../ui/fields.tsx';
import { useDraft } from '../../../ui/use-draft.ts';
import { BridgeAddress } from './bridge-address.tsx';
import { ExamplePreview } from './example-preview.tsx';
import { FieldMapper } from './field-mapper.tsx';

const { direction: directionSchema, platform: platformSchema, dialect: dialectSchema } = bridgeSettingsSchema.shape;
const ADDRESS = /^wss?:\/\/\S+$/iu;
const TYPING_PAUSE_MS = 600;
/** The program's own form, for those who write their own script. */
const WEBHOOK_EXAMPLE = '{"v":1,"kind":"chat","platform":"custom","user":{"id":"u1","name":"小盐"},"text":"你好！Hello!"}';

interface BridgeEditorProps {
  readonly bridge: BridgeSettings;
  readonly onChange: (part: Partial<BridgeSettings>) => Promise<void>;
}

/** How one tool is connected and how its messages are read. */
export function BridgeEditor({ bridge, onChange }: BridgeEditorProps) {
  const { moreRooms, platforms } = useStrings();
  const [example, setExample] = useState(bridge.dialect === 'webhook' ? WEBHOOK_EXAMPLE : '');
  const fields = useDraft(bridge.fields, (next) => onChange({ fields: next }), TYPING_PAUSE_MS);
  return (
    <div className="bridge-editor">
      <SavedText
        path="bridges"
        label={moreRooms.name}
        maxLength={60}
        value={bridge.name}
        onSave={(name) => onChange({ name: name.trim() })}
      />
      <ChoiceCards
        wide
        label={moreRooms.direction}
        value={bridge.direction}
        onChange={(next) => void onChange({ direction: directionSchema.parse(next) })}
        choices={[
          { value: 'out', title: moreRooms.out, hint: moreRooms.outHint },
          { value: 'in', title: moreRooms.in, hint: moreRooms.inHint },
        ]}
      />
      {bridge.direction === 'out' ? (
        <SavedText
          path="bridges"
          label={moreRooms.url}
          spellCheck={false}
          maxLength={500}
          value={bridge.url}
          error={ADDRESS.test(bridge.url) ? undefined : moreRooms.urlInvalid}
          onSave={(url) => onChange({ url: url.trim() })}
        />
      ) : (
        <BridgeAddress id={bridge.id} />
      )}
      <div className="inline-fields">
        <Select
          label={moreRooms.platform}
          value={bridge.platform}
          onChange={(next) => void onChange({ platform: platformSchema.parse(next ?? undefined) })}
          data={platformSchema.unwrap().options.map((value) => ({ value, label: platforms[value] }))}
        />
        <Select
          label={moreRooms.dialect}
          value={bridge.dialect}
          onChange={(next) => void onChange({ dialect: dialectSchema.parse(next ?? undefined) })}
          data={dialectSchema.unwrap().options.map((value) => ({ value, label: moreRooms.dialects[value] }))}
        />
      </div>
      {bridge.dialect === 'mapped' ? <FieldMapper fields={fields.value} example={example} onChange={fields.change} /> : null}
      <ExamplePreview bridge={{ ...bridge, fields: fields.value }} example={example} onExample={setExample} />
    </div>
  );
}
