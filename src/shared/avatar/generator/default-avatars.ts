import type { AvatarOptions } from './options.ts';

/** An avatar that comes with the program. */
export interface DefaultAvatar {
  /** Of the model in the library; never changes. */
  readonly id: string;
  /** File name without its ending. */
  readonly file: string;
  readonly options: AvatarOptions;
}

export const DEFAULT_AVATARS: readonly DefaultAvatar[] = [
  {
    id: '6b1f0e52c7a94d3f8a2e5d90c4b7f316',
    file: 'default',
    options: {
      name: 'Ling',
      hair: {
        style: 'twin-tails',
        bangs: 'pointed',
        ahoge: true,
        root: '#f6b6dc',
        tip: '#8fa8ff',
        inner: '#8f8fe8',
        brows: '#b06f9c',
      },
      eyes: { shape: 'round', left: '#3f9be8', right: '#3f9be8', lashes: '#43263c' },
      skin: { tone: '#fff0e6', blush: '#ff9c9c' },
      outfit: {
        style: 'sailor',
        legwear: 'socks',
        main: '#3d4f8f',
        second: '#fdfdff',
        trim: '#ffffff',
        accent: '#ff6b8f',
        legs: '#3b3a5c',
        shoes: '#7a4a46',
      },
      accessory: { style: 'headset', main: '#4d5480', accent: '#7ff0e0' },
    },
  },
  {
    id: '2d84a6f1b9c04e7798d35fa1e06c72bb',
    file: 'hana',
    options: {
      name: 'Hana',
      hair: {
        style: 'long',
        bangs: 'straight',
        ahoge: false,
        root: '#4b3548',
        tip: '#7c4a5e',
        inner: '#d9647c',
        brows: '#5a3f50',
      },
      eyes: { shape: 'gentle', left: '#d8486a', right: '#d8486a', lashes: '#341f2e' },
      skin: { tone: '#ffeee2', blush: '#ff9a92' },
      outfit: {
        style: 'dress',
        legwear: 'stockings',
        main: '#8f2f50',
        second: '#b8476a',
        trim: '#fff6ee',
        accent: '#2f2438',
        legs: '#3a2c40',
        shoes: '#4a2c38',
      },
      accessory: { style: 'ribbon', main: '#e8506e', accent: '#ffd36b' },
    },
  },
  {
    id: '9c3e7b50d1f2486ca5b8e4027f6a1d8e',
    file: 'yuki',
    options: {
      name: 'Yuki',
      hair: { style: 'bob', bangs: 'swept', ahoge: false, root: '#f4f6ff', tip: '#a8d4f4', inner: '#7fb4ec', brows: '#9fb0cc' },
      eyes: { shape: 'round', left: '#8a5fe0', right: '#8a5fe0', lashes: '#3a3558' },
      skin: { tone: '#fff3ec', blush: '#ffa4ac' },
      outfit: {
        style: 'hoodie',
        legwear: 'stockings',
        main: '#6f8fe0',
        second: '#ffffff',
        trim: '#3f4f8c',
        accent: '#ffd86b',
        legs: '#38385a',
        shoes: '#f2f2fa',
      },
      accessory: { style: 'cat-ears', main: '#6f8fe0', accent: '#ffd86b' },
    },
  },
  {
    id: 'e57a1c90482b4f6dbd06f9b3a8c512e4',
    file: 'kai',
    options: {
      name: 'Kai',
      hair: {
        style: 'short',
        bangs: 'parted',
        ahoge: false,
        root: '#2f4d5c',
        tip: '#4fa39a',
        inner: '#234050',
        brows: '#2c4654',
      },
      eyes: { shape: 'sharp', left: '#e0a030', right: '#e0a030', lashes: '#2a2430' },
      skin: { tone: '#fdeadb', blush: '#f9bda6' },
      outfit: {
        style: 'blazer',
        legwear: 'trousers',
        main: '#2e3a4e',
        second: '#4b5568',
        trim: '#d8b060',
        accent: '#2f8f86',
        legs: '#3c4456',
        shoes: '#3a2a2a',
      },
      accessory: { style: 'none', main: '#2e3a4e', accent: '#d8b060' },
    },
  },
];
