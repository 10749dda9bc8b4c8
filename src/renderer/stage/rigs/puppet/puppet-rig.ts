import type { AvatarSource } from '#shared/avatar/model.ts';
import { createPuppetBody } from '#shared/avatar/puppet/body.ts';
import { descriptionOf } from '#shared/avatar/puppet/describe-puppet.ts';
import { parsePuppet } from '#shared/avatar/puppet/parse-puppet.ts';
import type { Puppet } from '#shared/avatar/puppet/puppet-format.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { Rig, RigLoader } from '../rig.ts';
import { isVisible, loadPage, type PuppetPage } from './puppet-pages.ts';
import { createPuppetPlay } from './puppet-play.ts';
import { createPuppetStage } from './puppet-stage.ts';

/** Puppets: `puppet.json` and its pages, drawn with WebGL 2. */
export const puppetRigLoader: RigLoader = {
  async load(source, signal) {
    const puppet = await fetchPuppet(source, signal);
    const pages = await Promise.all(puppet.pages.map((page) => loadPage(page, source.url, signal)));
    signal.throwIfAborted();
    return createPuppetRig(puppet, pages, signal);
  },
};

async function fetchPuppet({ url, name }: AvatarSource, signal: AbortSignal): Promise<Puppet> {
  const response = await fetch(url, { signal });
  if (!response.ok)
    throw new StudioError('not-found', `the puppet ${name} cannot be fetched (HTTP ${response.status}); choose another avatar`);
  const json: unknown = await response.json().catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new StudioError(
      'invalid-input',
      `the puppet.json of ${name} is no JSON (${messageFromUnknown(error)}); export the puppet again`,
    );
  });
  return parsePuppet(json);
}

/** Measured with SwiftShader, 480×270: 16, 15 and 8 ms. */
const COSTS = { full: 2, plain: 1.8, flat: 1 };

/** For rigs that are puppets inside. */
export interface PuppetRig extends Rig {
  /** Another picture on a page, of the same size. */
  setPage(index: number, picture: TexImageSource): void;
  /** Of everything, 0…1: one number, read at every picture. */
  setBrightness(share: Float32Array): void;
}

/** A rig of a puppet whose pages are there. The pages go to the graphics card before it resolves. */
export async function createPuppetRig(puppet: Puppet, pages: readonly PuppetPage[], signal: AbortSignal): Promise<PuppetRig> {
  const description = descriptionOf(puppet);
  const bodyAt = (detail: number) =>
    createPuppetBody(puppet, detail, ({ page, source }, left, top, right, bottom) => {
      const picture = pages[page];
      return picture !== undefined && isVisible(picture, source, left, top, right, bottom);
    });
  const play = createPuppetPlay(puppet);
  const stage = await createPuppetStage(puppet, pages, bodyAt, signal);

  return {
    ...play,
    canvas: stage.canvas,
    description,
    softwareRendered: stage.softwareRendered,
    costs: COSTS,
    get lost() {
      return stage.lost;
    },
    setView: stage.setView,
    setQuality: stage.setQuality,
    resize: stage.resize,
    apply(moment, values) {
      play.settle(moment, values);
      stage.body.update(values);
    },
    render: stage.render,
    setTints: stage.setTints,
    hit: stage.touch.hit,
    anchor: stage.touch.anchor,
    outline: stage.touch.outline,
    startProbe: stage.startProbe,
    probeDone: stage.probeDone,
    setPage: stage.setPage,
    setBrightness: stage.setBrightness,
    dispose: stage.dispose,
  };
}
