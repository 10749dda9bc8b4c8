import type { AvatarSource, ModelFormat } from '#shared/avatar/model.ts';
import { fetchAhead } from '../rigs/fetched-ahead.ts';
import type { RigLoader } from '../rigs/rig.ts';

/** Only the code of the format in use is fetched. */
export const rigLoaders: Readonly<Record<ModelFormat, (source: AvatarSource, signal: AbortSignal) => Promise<RigLoader>>> = {
  async vrm({ url }, signal) {
    // The avatar of a first start is a VRM: its file and its code come at the same time.
    fetchAhead(url, signal);
    return (await import('../rigs/vrm/vrm-rig.ts')).vrmRigLoader;
  },
  live2d: async () => (await import('../rigs/live2d/live2d-rig.ts')).live2dRigLoader,
  puppet: async () => (await import('../rigs/puppet/puppet-rig.ts')).puppetRigLoader,
  image: async () => (await import('../rigs/image/image-rig.ts')).imageRigLoader,
};
