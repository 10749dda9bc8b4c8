import { readFile } from 'node:fs/promises';
import type { HeapProfiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { findSourceMap } from 'node:module';
import { join } from 'node:path';
import { createExpressionMixer } from '#renderer/stage/avatar/expression-mixer.ts';
import { createParameterInbox } from '#renderer/stage/avatar/parameter-inbox.ts';
import { FACE_CONTROLS } from '#renderer/stage/layers/face.ts';
import { createPose, type Pose } from '#renderer/stage/layers/pose.ts';
import { createFrameCost } from '#renderer/stage/render/frame-cost.ts';
import { createGovernor } from '#renderer/stage/render/governor.ts';
import { createLive2dLife } from '#renderer/stage/rigs/live2d/live2d-life.ts';
import { createLive2dPhysics } from '#renderer/stage/rigs/live2d/live2d-physics.ts';
import { createPuppetPlay } from '#renderer/stage/rigs/puppet/puppet-play.ts';
import { createVrmBody } from '#renderer/stage/rigs/vrm/vrm-body.ts';
import { createStageShow } from '#renderer/stage/show/stage-show.ts';
import { readPhysics3 } from '#shared/avatar/cubism/physics3.ts';
import { createPuppetBody } from '#shared/avatar/puppet/body.ts';
import { parsePuppet } from '#shared/avatar/puppet/parse-puppet.ts';
import { AUTHOR_PHYSICS } from '#shared/avatar/scene-start.ts';
import { STANDARD_PARAMETERS } from '#shared/avatar/standard-parameters.ts';
import { createParameterFrameWriter } from '#shared/frames/parameter-frame.ts';
import { live2dFolder } from '../../fakes/live2d-folder.ts';
import { vrmInNode } from '../../support/vrm/vrm-in-node.ts';

// Built into one file, for a runner of modules stands between functions and keeps the compiler from what it does in a page.
const AVATARS = process.argv[2] ?? '';

/** The compiler has done its work after so many; so many are then counted. */
const WARM_UP = 30_000;
const FRAMES = 10_000;
const DT_MS = 17;
const DT = DT_MS / 1000;

type Step = (nowMs: number) => void;

async function main(): Promise<void> {
  const steps: Readonly<Record<string, Step>> = {
    'show: layers of life, mood, captions, clocks': showStep(),
    'governor and costs': governorStep(),
    'parameters from outside, expressions': mixingStep(),
    'puppet: parameters, springs, deformers': await puppetStep(),
    'VRM: bones, face, gaze; springs by three-vrm': await vrmStep(),
    'Live2D: life and physics, without the Core': live2dStep(),
  };
  const results: Record<string, object> = {};
  for (const [title, step] of Object.entries(steps)) {
    results[title] = await garbageOf(step);
    console.error(title, JSON.stringify(results[title]));
  }
  process.stdout.write(JSON.stringify({ v8: process.versions.v8, frames: FRAMES, target: 0, bytesPerFrame: results }));
}

/** By V8's sampling; what is written to the heap but still in use counts too. */
async function garbageOf(step: Step): Promise<object> {
  // A whole number, for any other is boxed on its way into the step.
  let nowMs = 0;
  const frames = (count: number): void => {
    for (let i = 0; i < count; i++) {
      nowMs += DT_MS;
      step(nowMs);
    }
  };
  frames(WARM_UP);
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: 256,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  } as object);
  frames(FRAMES);
  const { profile } = await session.post('HeapProfiler.stopSampling');
  session.disconnect();
  const sums = { own: 0, libraries: 0 };
  const most = new Map<string, number>();
  const visit = ({ callFrame, selfSize, children }: Node): void => {
    const from = sourceOf(callFrame);
    if (from !== undefined && selfSize > 0) {
      sums[from.includes('node_modules') ? 'libraries' : 'own'] += selfSize;
      const place = `${callFrame.functionName} ${from.slice(from.lastIndexOf('/') + 1)}`;
      most.set(place, (most.get(place) ?? 0) + selfSize);
    }
    for (const child of children) visit(child);
  };
  visit(profile.head);
  const perFrame = (bytes: number): number => Math.round((bytes / FRAMES) * 10) / 10;
  const worst = [...most].sort(([, one], [, two]) => two - one).slice(0, MOST);
  return {
    own: perFrame(sums.own),
    libraries: perFrame(sums.libraries),
    most: Object.fromEntries(worst.map(([place, bytes]) => [place, perFrame(bytes)])),
  };
}
type Node = HeapProfiler.SamplingHeapProfileNode;

/** The file that a function of this one was built from; undefined: it is Node's own. */
function sourceOf({ url, lineNumber, columnNumber }: Node['callFrame']): string | undefined {
  const entry = findSourceMap(url)?.findEntry(lineNumber, columnNumber);
  return entry !== undefined && 'originalSource' in entry ? entry.originalSource : undefined;
}

/** Functions that are named. */
const MOST = 12;

/** A head that turns, a mouth that speaks, an eye that blinks now and then. */
function movedPose(): (nowMs: number) => Pose {
  const pose = createPose(FACE_CONTROLS.length);
  return (nowMs) => {
    pose.headYaw = Math.sin(nowMs / 900) * 6;
    pose.breath = 0.5 + 0.5 * Math.sin(nowMs / 1500);
    pose.blink = Math.max(0, Math.sin(nowMs / 700));
    pose.gazeYaw = Math.sin(nowMs / 1100) * 10;
    pose.mouth[0] = pose.mouth[5] = 0.5 + 0.5 * Math.sin(nowMs / 120);
    return pose;
  };
}

function showStep(): Step {
  const captions = { text: '', spokenUntil: 0, setStyle() {}, show() {}, setSpoken() {}, hide() {}, setThinking() {} };
  const show = createStageShow({
    captions,
    random: Math.random,
    timeOriginMs: 0,
    now: () => 0,
    onConfig: () => {},
    onAvatar: () => {},
  });
  show.face.setFine(true);
  return (nowMs) => show.update(DT, nowMs, nowMs / 1000);
}

function governorStep(): Step {
  const governor = createGovernor(false, { full: 2, plain: 1.5, flat: 1 });
  const cost = createFrameCost(false);
  const probe = { startProbe() {}, probeDone: () => true };
  return (nowMs) => {
    const spent = cost.poll(nowMs, probe);
    if (spent >= 0) governor.addCost(spent, nowMs);
    if (governor.due(nowMs)) cost.drawn(nowMs, nowMs + 0.7, probe);
  };
}

function mixingStep(): Step {
  const parameters = STANDARD_PARAMETERS.map((parameter) => ({ ...parameter }));
  const values = new Float32Array(parameters.length);
  const inbox = createParameterInbox();
  inbox.setModel('m', parameters);
  inbox.setTable({
    type: 'parameter-table',
    table: 1,
    modelId: 'm',
    parameters: parameters.map(({ id }) => ({ id, whileSpeaking: null })),
  });
  const writer = createParameterFrameWriter(1, parameters.length);
  writer.weights.fill(0.5);
  writer.stamp(1, 0);
  inbox.takeFrame(writer.bytes.slice().buffer);
  const expressions = createExpressionMixer();
  expressions.setModel({
    ...{ parameters, motions: [], meshes: [], physicsGroups: [], hitAreas: [], textures: { count: 0, largest: 0 } },
    expressions: [
      {
        ...{ name: 'smile', file: 'smile.exp3.json', fadeIn: 0.5, fadeOut: 0.5 },
        parameters: [{ id: 'ParamMouthForm', value: 1, blend: 'add' }],
      },
    ],
  });
  expressions.setActive([{ name: 'smile', weight: 0.7, fade: 0.5 }]);
  return (nowMs) => {
    inbox.blend(values, 0.5, nowMs);
    expressions.apply(DT, values);
  };
}

async function puppetStep(): Promise<Step> {
  const puppet = parsePuppet(JSON.parse(await readFile(join(AVATARS, 'momo', 'puppet.json'), 'utf8')));
  const play = createPuppetPlay(puppet);
  const body = createPuppetBody(puppet, 1, () => true);
  const values = Float32Array.from(puppet.parameters, (parameter) => parameter.default);
  const pose = movedPose();
  return (nowMs) => {
    play.pose(DT, pose(nowMs), values);
    play.motion(DT, values);
    play.settle(DT, values);
    body.update(values);
  };
}

async function vrmStep(): Promise<Step> {
  const body = createVrmBody(await vrmInNode(join(AVATARS, 'default.vrm')));
  const values = new Float32Array(body.description.parameters.length);
  const pose = movedPose();
  return (nowMs) => {
    body.pose(DT, pose(nowMs), 0, values);
    body.motion(values);
    body.apply(DT, values);
  };
}

function live2dStep(): Step {
  const files = live2dFolder();
  const file = Object.keys(files).find((path) => path.endsWith('.physics3.json')) ?? '';
  const physics3 = readPhysics3(new TextDecoder().decode(files[file]), file);
  const list = STANDARD_PARAMETERS.map((parameter) => ({ ...parameter }));
  const numbers = (pick: (parameter: (typeof list)[number]) => number): Float32Array => Float32Array.from(list, pick);
  const values = numbers((parameter) => parameter.default);
  const parameters = {
    ids: list.map(({ id }) => id),
    count: list.length,
    values,
    minimumValues: numbers(({ min }) => min),
    maximumValues: numbers(({ max }) => max),
    defaultValues: numbers((parameter) => parameter.default),
  };
  const physics = createLive2dPhysics(physics3, parameters);
  physics.setPhysics(AUTHOR_PHYSICS);
  const place = (id: string): number => list.findIndex((parameter) => parameter.id === id);
  const life = createLive2dLife({
    parameters: list,
    eyeBlink: [place('ParamEyeLOpen'), place('ParamEyeROpen')],
    lipSync: [place('ParamMouthOpenY')],
  });
  const pose = movedPose();
  return (nowMs) => {
    life.write(pose(nowMs), values, undefined, 0);
    physics.update(DT);
  };
}

await main();
