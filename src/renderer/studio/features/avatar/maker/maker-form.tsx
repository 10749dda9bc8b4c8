import { ColorInput, Fieldset, NativeSelect, Switch } from '@mantine/core';
import {
  ACCESSORIES,
  type AvatarOptions,
  BANG_STYLES,
  EYE_SHAPES,
  HAIR_STYLES,
  LEGWEARS,
  OUTFITS,
} from '#shared/avatar/generator/options.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';

interface FormProps {
  readonly options: AvatarOptions;
  readonly onChange: (options: AvatarOptions) => void;
}

/** Every shape and colour that can be chosen, by part of her. */
export function MakerForm({ options, onChange }: FormProps) {
  const { maker } = useStrings();
  const { hair, eyes, skin, outfit, accessory } = options;
  const setHair = (part: Partial<AvatarOptions['hair']>): void => onChange({ ...options, hair: { ...hair, ...part } });
  const setEyes = (part: Partial<AvatarOptions['eyes']>): void => onChange({ ...options, eyes: { ...eyes, ...part } });
  const setSkin = (part: Partial<AvatarOptions['skin']>): void => onChange({ ...options, skin: { ...skin, ...part } });
  const setOutfit = (part: Partial<AvatarOptions['outfit']>): void => onChange({ ...options, outfit: { ...outfit, ...part } });
  const setAccessory = (part: Partial<AvatarOptions['accessory']>): void =>
    onChange({ ...options, accessory: { ...accessory, ...part } });
  const { groups, fields } = maker;
  return (
    <div className="maker-form">
      <Fieldset legend={groups.hair}>
        <Choice label={fields.hairStyle} value={hair.style} choices={HAIR_STYLES} onPick={(style) => setHair({ style })} />
        <Choice label={fields.bangs} value={hair.bangs} choices={BANG_STYLES} onPick={(bangs) => setHair({ bangs })} />
        <Colours of={hair} names={['root', 'tip', 'inner', 'brows']} onPick={setHair} />
        <Switch label={fields.ahoge} checked={hair.ahoge} onChange={(event) => setHair({ ahoge: event.currentTarget.checked })} />
      </Fieldset>
      <Fieldset legend={groups.eyes}>
        <Choice label={fields.eyeShape} value={eyes.shape} choices={EYE_SHAPES} onPick={(shape) => setEyes({ shape })} />
        <Colours of={eyes} names={['left', 'right', 'lashes']} onPick={setEyes} />
      </Fieldset>
      <Fieldset legend={groups.outfit}>
        <Choice label={fields.outfitStyle} value={outfit.style} choices={OUTFITS} onPick={(style) => setOutfit({ style })} />
        <Choice label={fields.legwear} value={outfit.legwear} choices={LEGWEARS} onPick={(legwear) => setOutfit({ legwear })} />
        <Colours of={outfit} names={['main', 'second', 'trim', 'accent', 'legs', 'shoes']} onPick={setOutfit} />
      </Fieldset>
      <Fieldset legend={groups.accessory}>
        <Choice
          label={fields.accessoryStyle}
          value={accessory.style}
          choices={ACCESSORIES}
          onPick={(style) => setAccessory({ style })}
        />
        {accessory.style === 'none' ? null : <Colours of={accessory} names={['main', 'accent']} onPick={setAccessory} />}
      </Fieldset>
      <Fieldset legend={groups.skin}>
        <Colours of={skin} names={['tone', 'blush']} onPick={setSkin} />
      </Fieldset>
    </div>
  );
}

type ChoiceName = keyof ReturnType<typeof useStrings>['maker']['choices'];

function Choice<T extends ChoiceName>(props: {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly T[];
  readonly onPick: (value: T) => void;
}) {
  const { maker } = useStrings();
  const { label, value, choices, onPick } = props;
  return (
    <NativeSelect
      label={label}
      value={value}
      data={choices.map((choice) => ({ value: choice, label: maker.choices[choice] }))}
      onChange={(event) => {
        const picked = choices.find((choice) => choice === event.currentTarget.value);
        if (picked !== undefined) onPick(picked);
      }}
    />
  );
}

type ColourName = 'root' | 'tip' | 'inner' | 'brows' | 'left' | 'right' | 'lashes' | 'tone' | 'blush' | OutfitColour;
type OutfitColour = 'main' | 'second' | 'trim' | 'accent' | 'legs' | 'shoes';

/** One field for each colour of a part. */
function Colours<N extends ColourName>(props: {
  readonly of: Readonly<Record<N, string>>;
  readonly names: readonly N[];
  readonly onPick: (part: Partial<Record<N, string>>) => void;
}) {
  const labels: Readonly<Record<ColourName, string>> = useStrings().maker.fields;
  const pick = (name: N, colour: string): void => {
    const part: Partial<Record<N, string>> = {};
    part[name] = colour;
    props.onPick(part);
  };
  return (
    <div className="maker-colours">
      {props.names.map((name) => (
        <ColorInput
          key={name}
          label={labels[name]}
          format="hex"
          value={props.of[name]}
          onChangeEnd={(colour) => {
            if (/^#[0-9a-f]{6}$/iu.test(colour)) pick(name, colour);
          }}
        />
      ))}
    </div>
  );
}
