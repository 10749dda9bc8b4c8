import { describe, expect, it } from 'vitest';
import type { CameraView } from '#renderer/capture/camera/camera-tracker.types.ts';
import { SILENT_REPORT, SOURCE_STATES, type SourceKind, type SourceState } from '#shared/tracking/source-state.ts';
import { STRING_TABLES } from '../../i18n/strings.ts';
import { type StateOfTracking, stateLine } from './state-line.ts';

const camera = (state: SourceState, displaced = false): CameraView => ({
  report: { ...SILENT_REPORT, state },
  displaced,
  place: 'worker',
  delegate: 'cpu',
});
const source = (id: string, kind: SourceKind, state: SourceState): StateOfTracking['sources'][number] => ({
  id,
  kind,
  name: `name of ${id}`,
  report: { ...SILENT_REPORT, state },
  drives: [],
});
const asked = (patch: Partial<StateOfTracking>): StateOfTracking => ({
  webcamWanted: false,
  camera: undefined,
  sources: [],
  inputs: [],
  mode: 'human',
  ...patch,
});

describe('the line that says who is tracked', () => {
  it('says that nothing tracks before anything is switched on', () => {
    expect(stateLine(asked({}))).toEqual({ say: 'nothing' });
  });

  it('says that the webcam drives, or that the AI has the avatar though somebody is seen', () => {
    const seen = asked({ webcamWanted: true, camera: camera('tracking') });
    expect(stateLine(seen)).toMatchObject({ say: 'drives', source: '' });
    expect(stateLine({ ...seen, mode: 'ai' })).toMatchObject({ say: 'ai-holds' });
    expect(stateLine({ ...seen, camera: camera('several') })).toMatchObject({ say: 'several' });
  });

  it('tells each trouble of a wanted webcam by its own state', () => {
    const troubles = SOURCE_STATES.filter((state) => !['tracking', 'several', 'off'].includes(state));
    for (const state of troubles)
      expect(stateLine(asked({ webcamWanted: true, camera: camera(state) }))).toMatchObject({
        say: 'trouble',
        state,
        source: '',
      });
  });

  it('says what another page sees, and that this one was displaced only while nothing is seen', () => {
    const wanted = { webcamWanted: true, camera: camera('off', true) };
    expect(stateLine(asked({ ...wanted, sources: [source('webcam', 'webcam', 'tracking')] }))).toMatchObject({ say: 'drives' });
    expect(stateLine(asked(wanted))).toEqual({ say: 'displaced' });
  });

  it('prefers a phone that sees somebody to a webcam that does not', () => {
    const line = stateLine(
      asked({
        webcamWanted: true,
        camera: camera('no-device'),
        sources: [source('phone', 'ifacialmocap', 'tracking')],
        inputs: [{ id: 'phone', name: 'My phone' }],
      }),
    );
    expect(line).toMatchObject({ say: 'drives', source: 'My phone' });
  });

  it('waits for an added phone, and names the one whose port is taken', () => {
    const inputs = [
      { id: 'a', name: 'A' },
      { id: 'b', name: 'B' },
    ];
    expect(stateLine(asked({ inputs }))).toEqual({ say: 'phone-waiting', source: 'A' });
    const sources = [source('a', 'vmc', 'waiting'), source('b', 'meowface', 'port-taken')];
    expect(stateLine(asked({ inputs, sources }))).toMatchObject({ say: 'trouble', state: 'port-taken', source: 'B' });
  });

  it('has words and a next step for every state', () => {
    const { states, troubles, next } = STRING_TABLES['zh-CN'].tracking;
    for (const words of [states, troubles, next]) expect(Object.keys(words).sort()).toEqual([...SOURCE_STATES].sort());
  });
});
