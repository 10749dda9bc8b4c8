import { describe, expect, it } from 'vitest';
import { danmuMessage } from '../../../../tests/fakes/bilibili-messages.ts';
import { createBilibiliServer } from '../../../../tests/fakes/bilibili-server.ts';
import { createConnectorProbe } from '../../../../tests/fakes/connector-probe.ts';
import { createPassOver } from './codec/pass-over.ts';
import { openRoomLink } from './room-link.ts';

describe('a connection to a Bilibili room', () => {
  it('is of use when all that comes is of no use: nothing is handed on, and it counts as alive', async () => {
    const { context, clock } = createConnectorProbe();
    const server = await createBilibiliServer(clock.now);
    server.behaviour.authCode = 0;
    const told: string[] = [];
    const link = openRoomLink({
      url: new URL(server.socketUrl),
      headers: {},
      authBody: '{}',
      behind: context.behind,
      clock,
      passOver: createPassOver(['NOTICE_MSG']),
      onAuth: (code) => told.push(`auth ${code}`),
      onMessages: (messages) => told.push(`messages ${messages.length}`),
      onAlive: () => told.push('alive'),
      onError: (code) => told.push(code),
      onEnd: (reason) => told.push(reason),
    });
    await expect.poll(() => told).toEqual(['auth 0']);
    server.send([{ cmd: 'NOTICE_MSG' }, { cmd: 'NOTICE_MSG' }], 3);
    await expect.poll(() => told).toEqual(['auth 0', 'alive']);
    server.send([{ cmd: 'NOTICE_MSG' }, danmuMessage({ text: 'a' })], 3);
    await expect.poll(() => told).toEqual(['auth 0', 'alive', 'alive', 'messages 1']);
    link.close();
    await server.close();
  });
});
