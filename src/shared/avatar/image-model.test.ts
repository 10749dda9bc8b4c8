import { describe, expect, it } from 'vitest';
import { imageModelFromFiles, parseImageModel, picturesOf } from './image-model.ts';
import { describeImageModel, imagePuppet, moodParameter } from './image-puppet.ts';
import { createPuppetBody } from './puppet/body.ts';
import { createDerived } from './puppet/derived.ts';

const frames = (...names: string[]) => imageModelFromFiles(names, 'Me').frames;

describe('an image model of a few pictures', () => {
  it.each([
    ['English', ['me_idle.png', 'me_talking.png', 'me_blink.png', 'me_talking_blink.png']],
    [
      'open and closed',
      ['mouth closed eyes open.png', 'mouth open eyes open.png', 'mouth closed eyes closed.png', 'mouth open eyes closed.png'],
    ],
    ['Chinese', ['默认.png', '说话.png', '闭眼.png', '说话闭眼.png']],
    ['Japanese', ['通常.png', '口開き.png', '目閉じ.png', '口開き目閉じ.png']],
    ['numbers', ['avatar1.png', 'avatar2.png', 'avatar3.png', 'avatar10.png']],
  ])('knows which is which by names in %s, in any order', (_language, [idle, speaking, blink, speakingBlink]) => {
    for (const order of [
      [idle!, speaking!, blink!, speakingBlink!],
      [speakingBlink!, blink!, speaking!, idle!],
    ])
      expect(frames(...order)).toEqual({ idle, speaking, blink, speakingBlink });
  });

  it('takes one picture alone, two as silent and speaking, and leaves other files', () => {
    expect(frames('cat.gif', 'readme.txt')).toEqual({ idle: 'cat.gif' });
    expect(frames('a.png', 'b.png')).toEqual({ idle: 'a.png', speaking: 'b.png' });
    expect(frames('open.png', 'closed.png')).toEqual({ idle: 'closed.png', speaking: 'open.png' });
    expect(() => frames('readme.txt')).toThrow('no picture');
  });

  it('gives moods their own pictures, and leaves the rest for hotkeys', () => {
    const model = imageModelFromFiles(
      ['idle.png', 'talk.png', 'happy.png', 'happy_talk.png', '生气.png', 'dance pose.png'],
      'Me',
    );
    expect(model.frames).toEqual({ idle: 'idle.png', speaking: 'talk.png' });
    expect(model.sets).toEqual([
      { name: 'happy', mood: 'happy', frames: { idle: 'happy.png', speaking: 'happy_talk.png' } },
      { name: 'angry', mood: 'angry', frames: { idle: '生气.png' } },
      { name: 'dance pose', mood: null, frames: { idle: 'dance pose.png' } },
    ]);
    expect(picturesOf(model)).toHaveLength(6);
  });

  it('refuses paths out of its folder', () => {
    const sound = imageModelFromFiles(['a.png'], 'Me');
    for (const idle of ['../a.png', '/a.png', 'https://x.y/a.png', 'a.exe'])
      expect(() => parseImageModel({ ...sound, frames: { idle } })).toThrow('frames.idle');
  });

  it('describes standard parameters, and an expression per set of pictures', () => {
    const facts = describeImageModel(imageModelFromFiles(['idle.png', 'happy.png', 'dance.png'], 'Me'));
    expect(facts.files).toEqual(
      ['dance.png', 'happy.png', 'idle.png'].sort((a, b) => facts.files.indexOf(a) - facts.files.indexOf(b)),
    );
    expect(facts.description.parameters.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['ParamAngleZ', 'ParamMouthOpenY', moodParameter('happy')]),
    );
    expect(facts.description.expressions.map(({ name }) => name)).toEqual(['happy', 'dance']);
  });

  it('shows exactly one picture at every moment', () => {
    const model = imageModelFromFiles(['idle.png', 'talk.png', 'blink.png', 'happy.png'], 'Me');
    const puppet = imagePuppet(model, () => ({ width: 100, height: 200 }));
    const body = createPuppetBody(puppet, 1, () => true);
    const shown = (set: Readonly<Record<string, number>>): string[] => {
      const values = Float32Array.from(puppet.parameters, ({ id, default: fallback }) => set[id] ?? fallback);
      createDerived(puppet)(values);
      body.update(values);
      return body.meshes.flatMap(({ layer }, i) => ((body.opacities[i] ?? 0) > 0 ? [layer.name] : []));
    };
    const shut = { ParamEyeLOpen: 0, ParamEyeROpen: 0 };
    expect(shown({})).toEqual(['idle.png']);
    expect(shown({ ParamMouthOpenY: 0.5 })).toEqual(['talk.png']);
    expect(shown(shut)).toEqual(['blink.png']);
    expect(shown({ ...shut, ParamMouthOpenY: 1 })).toEqual(['talk.png']);
    expect(shown({ [moodParameter('happy')]: 1 })).toEqual(['happy.png']);
    expect(shown({ [moodParameter('happy')]: 1, ...shut, ParamMouthOpenY: 1 })).toEqual(['happy.png']);
  });

  it('stands pictures of different sizes on one ground line', () => {
    const model = imageModelFromFiles(['a.png', 'b.png'], 'Me');
    const puppet = imagePuppet(model, (file) => (file === 'a.png' ? { width: 100, height: 200 } : { width: 60, height: 120 }));
    expect(puppet.canvas).toEqual({ width: 100, height: 200 });
    for (const { bounds } of puppet.layers) {
      expect(bounds.y + bounds.height).toBe(200);
      expect(bounds.x + bounds.width / 2).toBe(50);
    }
  });
});
