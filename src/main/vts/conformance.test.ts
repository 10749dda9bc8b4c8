import { createSocket } from 'node:dgram';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { MIKA_ID } from '../../../tests/fakes/avatar-ports.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { startVtsStudio, type VtsStudio } from '../../../tests/fakes/vts-studio.ts';
import { EVENTS } from './events/event-registry.ts';
import { startDiscovery } from './net/discovery.ts';
import { REQUESTS } from './requests/request-registry.ts';

const HERE = import.meta.dirname;
const TABLE = readFileSync(join(HERE, '../../../docs/vtube-studio-api.md'), 'utf8');

/** Rows whose first cell is a name in code: name → how it is answered and where that is tested. */
function rowsOf(section: string): ReadonlyMap<string, { readonly answered: string; readonly tests: readonly string[] }> {
  const text = TABLE.split(/^## /m).find((part) => part.startsWith(section)) ?? '';
  const rows = [...text.matchAll(/^\| `(\w+)` \| (\w+) \| ([^|]*) \|/gm)];
  return new Map(
    rows.map(([, name = '', answered = '', tests = '']) => [
      name,
      { answered, tests: tests.split(',').map((one) => one.trim()) },
    ]),
  );
}

describe('docs/vtube-studio-api.md', () => {
  test.each([
    ['Requests', REQUESTS.map(({ type, answered }) => [type, answered] as const)],
    ['Events', EVENTS.map(({ name, answered }) => [name, answered] as const)],
  ] as const)('lists the %s as the registry has them', (section, registry) => {
    const told = [...rowsOf(section)].map(([name, { answered }]) => [name, answered]);
    expect(told.sort()).toEqual([...registry].map((pair) => [...pair]).sort());
  });

  test.each(['Requests', 'Events'])('names for each of the %s a test that speaks of it', (section) => {
    for (const [name, { tests }] of rowsOf(section)) {
      for (const file of tests) {
        const path = join(HERE, `${file}.test.ts`);
        expect(existsSync(path), `${name}: ${file}`).toBe(true);
        expect(speaksOf(readFileSync(path, 'utf8'), name), `${file} says nothing of ${name}`).toBe(true);
      }
    }
  });
});

/** By its name on the wire, or by the method or event of the npm client. */
function speaksOf(text: string, name: string): boolean {
  const bare = name.replace(/(Request|Event)$/, '');
  const method = bare.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]/, (start) => start.toLowerCase());
  return (
    text.includes(name) ||
    new RegExp(`\\b(client|events)\\.${method}\\b`, 'i').test(text) ||
    SPOKEN_OTHERWISE.get(name)?.test(text) === true
  );
}
/** The client asks for these by itself when it connects, subscribes or ends a subscription. */
const SPOKEN_OTHERWISE = new Map([
  ['AuthenticationTokenRequest', /new ApiClient/],
  ['AuthenticationRequest', /new ApiClient/],
  ['EventSubscriptionRequest', /\.subscribe\(/],
]);

describe('events about vertices', () => {
  let studio: VtsStudio;
  beforeEach(async () => {
    studio = await startVtsStudio();
  });
  afterEach(() => studio.close());

  test('come at the wished frequency and say that nothing was found; without a model once, then not', async () => {
    const plugin = await studio.plugin();
    const artMeshCoords = {
      modelID: MIKA_ID,
      artMeshID: 'D_FACE_00',
      vertexID1: 0,
      vertexID2: 1,
      vertexID3: 2,
      vertexWeight1: 0.2,
      vertexWeight2: 0.3,
      vertexWeight3: 0.5,
    };
    const tracking = { frequency: 10, trackingPoints: [{ trackingPointID: 'nose', artMeshCoords }] };
    const outline = { frequency: 10, artMeshes: [{ modelID: MIKA_ID, artMeshID: 'D_FACE_00' }] };
    await plugin.get('EventSubscriptionRequest', { eventName: 'ArtMeshTrackingEvent', subscribe: true, config: tracking });
    await plugin.get('EventSubscriptionRequest', { eventName: 'ArtMeshOutlineEvent', subscribe: true, config: outline });
    studio.clock.advance(200);
    for (const eventCounter of [0, 1])
      expect((await plugin.next('ArtMeshTrackingEvent')).data).toEqual({
        modelLoaded: true,
        modelID: MIKA_ID,
        windowSize: { x: 1920, y: 1080 },
        subscribedPointsCount: 1,
        foundPointsCount: 0,
        eventCounter,
        trackingPoints: [],
      });
    expect((await plugin.next('ArtMeshOutlineEvent')).data).toMatchObject({
      subscribedArtMeshCount: 1,
      foundArtMeshCount: 0,
      artMeshOutlines: [],
    });
    studio.avatar.unload();
    const before = plugin.received.length;
    studio.clock.advance(1_000);
    await plugin.get('APIStateRequest');
    expect(plugin.received.slice(before).filter(({ messageType }) => messageType === 'ArtMeshTrackingEvent')).toMatchObject([
      { data: { modelLoaded: false, modelID: '' } },
    ]);
  });
});

describe('discovery', () => {
  test('tells every two seconds where the API is, and stops', async () => {
    const listener = createSocket('udp4');
    const packets: { readonly messageType: string; readonly data: object }[] = [];
    let wake: () => void = () => undefined;
    listener.on('message', (packet) => {
      packets.push(JSON.parse(packet.toString('utf8')));
      wake();
    });
    const next = (): Promise<void> =>
      new Promise((resolve) => {
        wake = resolve;
      });
    await new Promise<void>((resolve) => listener.bind(0, '127.0.0.1', resolve));
    const clock = createFakeClock();
    const data = { active: true, port: 8001, instanceID: '0f3c9a51d2b84f6e8a7790c1e5d4b3a2', windowTitle: 'Ours' };
    const first = next();
    const end = startDiscovery({
      address: '127.0.0.1',
      port: listener.address().port,
      clock,
      logger: silentLogger,
      state: () => data,
    });
    await first;
    const second = next();
    clock.advance(2_000);
    await second;
    expect(packets).toHaveLength(2);
    expect(packets[1]).toEqual({
      apiName: 'VTubeStudioPublicAPI',
      apiVersion: '1.0',
      timestamp: clock.now(),
      messageType: 'VTubeStudioAPIStateBroadcast',
      requestID: 'VTubeStudioAPIStateBroadcast',
      data,
    });
    end();
    end();
    listener.close();
  });
});
