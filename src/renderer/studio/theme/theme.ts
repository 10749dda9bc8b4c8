import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

/** Shadow play: lamplight on warm ink. One accent, the pink of a coloured figure; amber only for money and the lamp. */
const pink: MantineColorsTuple = [
  '#fff0f6',
  '#ffdeeb',
  '#ffc0d9',
  '#ff9ec6',
  '#ff7eb6',
  '#f2589d',
  '#cf2f78',
  '#b52467',
  '#941c54',
  '#6f143e',
];
const amber: MantineColorsTuple = [
  '#fff6e6',
  '#ffebc7',
  '#ffdb9a',
  '#ffca6d',
  '#f9b94d',
  '#e5a02f',
  '#a86a08',
  '#8c5706',
  '#6e4405',
  '#523203',
];
/** Mantine's dark tuple: 0 is the brightest text, 9 the deepest ground. */
const dark: MantineColorsTuple = [
  '#f3ece6',
  '#d5c9c8',
  '#a99da3',
  '#80747c',
  '#4a404a',
  '#362e37',
  '#292229',
  '#211b22',
  '#191419',
  '#120e12',
];
/** Rice paper. */
const gray: MantineColorsTuple = [
  '#fbf7f1',
  '#f5efe7',
  '#ebe2d8',
  '#dfd3c8',
  '#cbbdb3',
  '#a89890',
  '#857770',
  '#675a56',
  '#4a4042',
  '#2b242a',
];

/** Latin faces first, so that quotes and digits in English text are not taken from a CJK face; both lists depend on the language (base.css). */
const SANS = 'var(--yx-latin),var(--yx-cjk)';

/** Mantine takes a filled control's text colour from the light scheme's shade; ours is chosen by the scheme in use (see `cssVariables`). */
const variantColors: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  const isPrimary = input.color === undefined || input.color === 'pink';
  return input.variant === 'filled' && isPrimary ? { ...colors, color: 'var(--mantine-primary-color-contrast)' } : colors;
};

export const theme = createTheme({
  variantColorResolver: variantColors,
  colors: { pink, amber, dark, gray },
  primaryColor: 'pink',
  primaryShade: { light: 6, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.3,
  black: '#221b22',
  defaultRadius: 'md',
  radius: { xs: '0.25rem', sm: '0.375rem', md: '0.5rem', lg: '0.75rem', xl: '1rem' },
  fontFamily: `${SANS},sans-serif`,
  fontFamilyMonospace: "ui-monospace,'SF Mono','Cascadia Mono',Consolas,'Noto Sans Mono',monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: { fontFamily: 'inherit', fontWeight: '600' },
  focusRing: 'auto',
  cursorType: 'pointer',
  components: {
    TextInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', allowDeselect: false, comboboxProps: { shadow: 'md' } } },
    NumberInput: { defaultProps: { size: 'sm' } },
    Button: { defaultProps: { size: 'sm' } },
    Tooltip: {
      defaultProps: {
        withArrow: true,
        openDelay: 250,
        multiline: true,
        maw: 320,
        events: { hover: true, focus: true, touch: true },
      },
    },
    Switch: { defaultProps: { size: 'sm' } },
    Slider: { defaultProps: { size: 'sm' } },
  },
});

/** Mantine's own names for our palette; both schemes read the same variables, whose values base.css changes with the scheme. */
const ALIASES = {
  '--mantine-color-body': 'var(--yx-ground)',
  '--mantine-color-text': 'var(--yx-text)',
  '--mantine-color-dimmed': 'var(--yx-dim)',
  '--mantine-color-default': 'var(--yx-field)',
  '--mantine-color-default-hover': 'var(--yx-hover)',
  '--mantine-color-default-border': 'var(--yx-line-strong)',
  '--mantine-color-placeholder': 'var(--yx-faint)',
  '--mantine-color-error': 'var(--yx-bad)',
  '--mantine-color-anchor': 'var(--yx-accent-text)',
  '--mantine-color-pink-light': 'var(--yx-accent-soft)',
  '--mantine-color-pink-light-hover': 'var(--yx-accent-soft-hover)',
  '--mantine-color-pink-light-color': 'var(--yx-accent-text)',
  '--mantine-color-red-light': 'var(--yx-bad-soft)',
  '--mantine-color-red-light-hover': 'var(--yx-bad-soft)',
  '--mantine-color-red-light-color': 'var(--yx-bad)',
  '--mantine-color-red-filled': 'var(--yx-stop)',
  '--mantine-color-red-filled-hover': 'var(--yx-stop-hover)',
  '--mantine-color-gray-light-color': 'var(--yx-dim)',
  '--mantine-color-disabled': 'var(--yx-hover)',
  '--mantine-color-disabled-color': 'var(--yx-faint)',
};

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...ALIASES, '--mantine-primary-color-contrast': '#ffffff' },
  // White on the bright pink of the dark scheme would be unreadable.
  dark: { ...ALIASES, '--mantine-primary-color-contrast': '#2a1320' },
});
