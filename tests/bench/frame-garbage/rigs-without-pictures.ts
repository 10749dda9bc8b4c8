import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PerformingRig } from '#renderer/stage/avatar/performer.ts';
import { createImagePlay } from '#renderer/stage/rigs/image/image-play.ts';
import { fetchLive2dAssets } from '#renderer/stage/rigs/live2d/live2d-assets.ts';
import { createLive2dBody } from '#renderer/stage/rigs/live2d/live2d-body.ts';
import { createLive2dModel } from '#renderer/stage/rigs/live2d/live2d-model.ts';
import { createPuppetPlay } from '#renderer/stage/rigs/puppet/puppet-play.ts';
import { createVrmBody } from '#renderer/stage/rigs/vrm/vrm-body.ts';
import { imageModelFromFiles } from '#shared/avatar/image-model.ts';
import { imagePuppet } from '#shared/avatar/image-puppet.ts';
import { createPuppetBody } from '#shared/avatar/puppet/body.ts';
import { descriptionOf } from '#shared/avatar/puppet/describe-puppet.ts';
import { parsePuppet } from '#shared/avatar/puppet/parse-puppet.ts';
import type { Puppet } from '#shared/avatar/puppet/puppet-format.ts';
import { fakeCubismCoreScript } from '../../fakes/cubism-core.ts';
import { live2dFolder } from '../../fakes/live2d-folder.ts';
import { vrmInNode } from '../../support/vrm/vrm-in-node.ts';

/** A rig in Node: everything but its canvas. */
export interface RigWithoutPicture {
  readonly rig: PerformingRig;
  readonly fine: boolean;
}

/** The parts that need a graphics card are left out; everything else is the rig's own code, put together as the rig does it. */
export const RIGS: Readonly<Record<string, (avatars: string) => Promise<RigWithoutPicture>>> = {
  vrm: async (avatars) => {
    const body = createVrmBody(await vrmInNode(join(avatars, 'default.vrm')));
    return {
      fine: body.fine,
      rig: {
        ...still,
        description: body.description,
        pose: (moment, pose, values) => body.pose(moment, pose, 0, values),
        motion: (_moment, values) => body.motion(values),
        apply: body.apply,
        setPhysics: body.springs.set,
        setIdleMotion: body.motions.setIdle,
      },
    };
  },
  puppet: async (avatars) => {
    const puppet = parsePuppet(JSON.parse(await readFile(join(avatars, 'momo', 'puppet.json'), 'utf8')));
    return puppetRig(puppet);
  },
  image: async () => {
    const model = imageModelFromFiles(['idle.png', 'talk.png', 'blink.png', 'happy.png'], 'Pictures');
    const puppet = imagePuppet(model, () => ({ width: 512, height: 512 }));
    const { rig } = puppetRig(puppet);
    const play = createImagePlay(
      model,
      puppet.parameters.map(({ id }) => id),
    );
    return {
      fine: false,
      rig: {
        ...rig,
        pose(moment, pose, values) {
          rig.pose(moment, pose, values);
          play.showMood(pose, values);
        },
        apply(moment, values) {
          rig.apply(moment, values);
          play.light(moment, values);
        },
      },
    };
  },
  live2d: async () => {
    const files = live2dFolder();
    const entry = '/doll/doll.model3.json';
    Object.assign(globalThis, { location: new URL('http://127.0.0.1/') });
    globalThis.fetch = async (address) => {
      const bytes = files[decodeURIComponent(new URL(String(address)).pathname).replace('/doll/', '')];
      return bytes === undefined ? new Response(null, { status: 404 }) : new Response(Uint8Array.from(bytes));
    };
    const core = new Function(`${fakeCubismCoreScript({ lateBy: 0 })} return Live2DCubismCore;`)();
    const source = { modelId: '0'.repeat(32), name: 'doll', format: 'live2d', url: entry, coreUrl: null } as const;
    const assets = await fetchLive2dAssets(source, new AbortController().signal);
    const model = createLive2dModel({ core, version: '5.0.0', latestMocVersion: 5 }, assets.moc, assets.mocFile);
    const body = createLive2dBody(model, assets, 1024);
    // Compiled into what calls it, the fake's garbage would look like ours.
    model.core.update = () => {};
    return { fine: body.fine, rig: { ...still, ...body } };
  },
};

const still = { setView() {}, setTints() {}, setPhysics() {}, setIdleMotion() {} };

function puppetRig(puppet: Puppet): RigWithoutPicture {
  const play = createPuppetPlay(puppet);
  const body = createPuppetBody(puppet, 1, () => true);
  return {
    fine: play.fine,
    rig: {
      ...still,
      ...play,
      description: descriptionOf(puppet),
      apply(moment, values) {
        play.settle(moment, values);
        body.update(values);
      },
    },
  };
}
