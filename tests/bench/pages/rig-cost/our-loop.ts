import { createPerformer } from '#renderer/stage/avatar/performer.ts';
import { rigLoaders } from '#renderer/stage/avatar/rig-loaders.ts';
import { FACE_CONTROLS } from '#renderer/stage/layers/face.ts';
import { createMoment } from '#renderer/stage/layers/moment.ts';
import { createPose } from '#renderer/stage/layers/pose.ts';
import { modelFormatSchema } from '#shared/avatar/model.ts';

const MODEL_ID = '0'.repeat(32);

/** The stage's own steps of a frame: pose, motion, expressions, apply, render; with a head that turns and a mouth that speaks. */
export async function createOurs(format: string, url: string, coreUrl: string): Promise<(dt: number, nowMs: number) => void> {
  const known = modelFormatSchema.parse(format);
  const source = { modelId: MODEL_ID, name: format, format: known, url, coreUrl: known === 'live2d' ? coreUrl : null };
  const { signal } = new AbortController();
  const loader = await rigLoaders[known](source, signal);
  const rig = await loader.load(source, signal, 'auto');
  document.body.append(rig.canvas);
  rig.setQuality('full');
  rig.resize(innerWidth, innerHeight, 1);
  rig.setView({ framing: 'bust', zoom: 1, offsetX: 0, offsetY: 0, rotation: 0, background: 'transparent' });
  const performer = createPerformer();
  performer.take(rig, MODEL_ID);
  const pose = createPose(FACE_CONTROLS.length);
  const moment = createMoment();
  return (dt, nowMs) => {
    pose.headYaw = Math.sin(nowMs / 900) * 6;
    pose.breath = 0.5 + 0.5 * Math.sin(nowMs / 1500);
    pose.mouth[0] = pose.mouth[5] = 0.5 + 0.5 * Math.sin(nowMs / 120);
    moment.dt = dt;
    moment.nowMs = nowMs;
    moment.speaking = 1;
    performer.step(moment, pose);
    rig.render();
  };
}
