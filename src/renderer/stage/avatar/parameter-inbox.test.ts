import { describe, expect, it } from 'vitest';
import { createParameterFrameWriter, decodeParameterFrame, type ParameterFrame } from '#shared/frames/parameter-frame.ts';
import { createMoment } from '../layers/moment.ts';
import { createParameterInbox } from './parameter-inbox.ts';

const modelId = 'a'.repeat(32);
const parameter = (id: string) => ({ id, name: '', min: -1, max: 1, default: 0 });

function setUp(whileSpeaking: 'voice' | 'source' | 'louder' | null = null) {
  const inbox = createParameterInbox();
  inbox.setModel(modelId, [parameter('x'), parameter('mouth')]);
  inbox.setTable({
    type: 'parameter-table',
    table: 3,
    modelId,
    parameters: [
      { id: 'mouth', whileSpeaking },
      { id: 'nobody has this', whileSpeaking: null },
    ],
  });
  const frame = (value: number, weight: number, table = 3, sourceTimeMs = 1000): ParameterFrame => {
    const writer = createParameterFrameWriter(table, 2);
    writer.values.set([value, 9]);
    writer.weights.set([weight, 1]);
    writer.stamp(1, sourceTimeMs, sourceTimeMs - 30);
    return decodeParameterFrame(writer.bytes.slice().buffer);
  };
  const blend = (under: number, speaking = 0, epochMs = 1000): number[] => {
    const values = Float32Array.of(0.5, under);
    inbox.blend({ ...createMoment(), speaking, epochMs }, values);
    return [...values];
  };
  return { inbox, frame, blend };
}

describe('parameter inbox', () => {
  it('lays the newest frame over what is there, by weight and by name', () => {
    const { inbox, frame, blend } = setUp();
    inbox.takeFrame(frame(1, 1));
    inbox.takeFrame(frame(1, 0.5));
    expect(blend(0)).toEqual([0.5, 0.5]);
  });

  it('ignores frames of a table that is not the present one', () => {
    const { inbox, frame, blend } = setUp();
    inbox.takeFrame(frame(1, 1, 2));
    expect(blend(0)).toEqual([0.5, 0]);
  });

  it('gives the mouth to her voice while she speaks, unless the mapping says otherwise', () => {
    const voice = setUp('voice');
    voice.inbox.takeFrame(voice.frame(1, 1));
    expect(voice.blend(0.25, 1)[1]).toBe(0.25);
    const source = setUp('source');
    source.inbox.takeFrame(source.frame(1, 1));
    expect(source.blend(0.25, 1)[1]).toBe(1);
  });

  it('takes the wider mouth of both where the mapping wants the louder', () => {
    const { inbox, frame, blend } = setUp('louder');
    inbox.takeFrame(frame(0.5, 1));
    expect(blend(0.75, 1)[1]).toBe(0.75);
    expect(blend(0.25, 1)[1]).toBe(0.5);
  });

  it('lets go of everything when the connection ends', () => {
    const { inbox, frame, blend } = setUp();
    inbox.takeFrame(frame(1, 1));
    expect(inbox.picture.ms).toBe(970);
    inbox.clear();
    expect(blend(0)[1]).toBe(0);
    expect(inbox.picture.ms).toBe(0);
  });

  it('counts each frame’s age once, when it is first drawn', () => {
    const { inbox, frame, blend } = setUp();
    expect(inbox.takeAgeMs()).toBe(-1);
    inbox.takeFrame(frame(1, 1, 3, 1000));
    blend(0, 0, 1012);
    blend(0, 0, 1400);
    expect(inbox.takeAgeMs()).toBe(12);
    expect(inbox.takeAgeMs()).toBe(-1);
  });
});
