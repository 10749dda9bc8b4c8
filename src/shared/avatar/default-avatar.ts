import type { AvatarSource } from '#shared/avatar/model.ts';

/** The avatar of a first start. It ships with the program under this id and address for ever, so that a stage can load it before it has spoken with the studio. */
export const DEFAULT_AVATAR: AvatarSource = {
  modelId: '6b1f0e52c7a94d3f8a2e5d90c4b7f316',
  name: 'Ling',
  format: 'vrm',
  url: '/avatars/default.vrm',
  coreUrl: null,
};
