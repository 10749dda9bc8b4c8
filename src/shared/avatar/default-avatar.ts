import type { AvatarSource } from '#shared/avatar/model.ts';

/** The avatar of a first start. It ships with the program under this id and address for ever, so that a stage can load it before it has spoken with the studio. */
export const DEFAULT_AVATAR: AvatarSource = {
  modelId: 'a1000000000000000000000000000001',
  name: 'Ying',
  format: 'vrm',
  url: '/avatars/default.vrm',
  coreUrl: null,
};
