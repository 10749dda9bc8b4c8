import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCell } from '#shared/cell.ts';
import { defaultSettings } from '#shared/settings/settings.ts';
import { createFakeClock } from '../../tests/fakes/fake-clock.ts';
import { createIrcServer, type IrcServer } from '../../tests/fakes/irc-server.ts';
import { type ConnectionDesk, createConnectionDesk } from './connection-desk.ts';
import type { SourceWishes } from './connectors/connector.ts';
import { createHealthBoard } from './platform/health-board.ts';
import type { Logger } from './platform/logger.ts';

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };

describe('connection desk', () => {
  let server: IrcServer;
  let folder: string;
  let desk: ConnectionDesk;
  const inChannel = (channel: string): SourceWishes => ({
    settings: { ...defaultSettings(), twitch: { enabled: channel !== '', channel, serverUrl: server.url } },
    secret: () => undefined,
    keepSecret() {},
    dataDir: folder,
  });
  const joins = (): string[] => server.received.filter((line) => line.startsWith('JOIN')).map((line) => line.trim());

  beforeEach(async () => {
    server = await createIrcServer();
    folder = await mkdtemp(join(tmpdir(), 'yingxi-desk-'));
    const clock = createFakeClock();
    desk = createConnectionDesk({
      dataDir: folder,
      emit: () => {},
      behind: () => createCell(false),
      board: createHealthBoard(clock, quiet),
      clock,
      logger: quiet,
    });
  });
  afterEach(async () => {
    await desk.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('starts a source under the newest settings only, when they change twice in one moment', async () => {
    desk.apply(inChannel('first'));
    desk.apply(inChannel('second'));
    await server.joined(1);
    desk.apply(inChannel('third'));
    desk.apply(inChannel('fourth'));
    await server.joined(2);
    expect(joins()).toEqual(['JOIN #second', 'JOIN #fourth']);
    expect(server.open).toBe(1);
  });

  it('leaves a source alone whose settings did not change', async () => {
    desk.apply(inChannel('first'));
    await server.joined(1);
    desk.apply({ ...inChannel('first'), settings: { ...inChannel('first').settings, theme: 'dark' } });
    desk.apply(inChannel(''));
    await server.empty();
    expect(joins()).toEqual(['JOIN #first']);
    expect(desk.cell.get().find(({ id }) => id === 'twitch')).toBeUndefined();
  });
});
