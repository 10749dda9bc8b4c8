import type { ModelFormat } from '#shared/avatar/model.ts';
import type { RigLoader } from '../rigs/rig.ts';

/** Only the code of the format in use is fetched. */
export const rigLoaders: Readonly<Partial<Record<ModelFormat, () => Promise<RigLoader>>>> = {
  vrm: async () => (await import('../rigs/vrm/vrm-rig.ts')).vrmRigLoader,
  live2d: async () => (await import('../rigs/live2d/live2d-rig.ts')).live2dRigLoader,
  puppet: async () => (await import('../rigs/puppet/puppet-rig.ts')).puppetRigLoader,
  image: async () => (await import('../rigs/image/image-rig.ts')).imageRigLoader,
};
