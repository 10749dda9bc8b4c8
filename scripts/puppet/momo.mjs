// Momo, the puppet that comes with the program: a drawing of our own, CC0. Layers from the farthest to the nearest.
import { arms, body } from './body.mjs';
import { brows, ears, effects, face, features } from './face.mjs';
import { bangsShadow, hairBehind, hairInFront, ribbons } from './hair.mjs';

export const MOMO = {
  id: '4f9a27c6d3e14b58a0c76e1b52d8f903',
  name: 'Momo',
  folder: 'momo',
  meta: {
    author: 'Yingxi contributors',
    licence: 'CC0-1.0',
    licenceUrl: 'https://creativecommons.org/publicdomain/zero/1.0/',
    contact: '',
    copyright: '',
    permissions: [],
  },
  layers: [
    ...hairBehind,
    ...arms,
    ...body,
    ...ears,
    face,
    bangsShadow,
    ...features,
    ...hairInFront,
    ...ribbons,
    ...brows,
    ...effects,
  ],
};
