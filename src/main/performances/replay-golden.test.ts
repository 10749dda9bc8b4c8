import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createParameterBus } from '#main/avatar/bus/parameter-bus.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { autoMapping } from '#shared/avatar/mapping-auto.ts';
import type { ModelParameter } from '#shared/avatar/model.ts';
import { STANDARD_PARAMETERS } from '#shared/avatar/standard-parameters.ts';
import { createCell } from '#shared/cell.ts';
import { decodeParameterFrame } from '#shared/frames/parameter-frame.ts';
import { readPerformance } from '#shared/performances/read-performance.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { type PlayerOptions, playPerformance } from './performance-player.ts';
import type { PerformancesOptions } from './performances.types.ts';

/** A face in front of a camera for ten seconds: it turns, nods, leans, comes nearer, speaks, blinks, winks, looks aside, raises the brows and smiles. */
const PERFORMANCE = new URL('../../../tests/fixtures/performances/face.yxperf', import.meta.url);
const GOLDEN = new URL('../../../tests/fixtures/performances/face.curves.json', import.meta.url);
/** Outputs are compared ten times a second, within this share of their range. */
const EVERY = 6;
const TOLERANCE = 0.01;
const SKIPPED = new Set(['ParamBreath']);
const PARAMETERS: readonly ModelParameter[] = STANDARD_PARAMETERS.map((parameter) => ({ ...parameter }));

const folder = mkdtempSync(join(tmpdir(), 'yingxi-replay-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What the stages get of every parameter that the mapping writes, with each tick. */
async function replay(): Promise<ReadonlyMap<string, number[]>> {
  const clock = createFakeClock();
  const curves = new Map<string, number[]>();
  let ids: readonly string[] = [];
  const bus = createParameterBus({
    file: join(folder, 'custom.json'),
    sink: {
      table: ({ parameters }) => {
        ids = parameters.map(({ id }) => id);
      },
      frame(bytes) {
        const { values } = decodeParameterFrame(bytes.slice().buffer);
        for (const [index, id] of ids.entries()) curves.set(id, [...(curves.get(id) ?? []), values[index]!]);
      },
    },
    random: () => 0.5,
    clock,
    logger: silentLogger,
    report: () => undefined,
  });
  // Blinks and breath of its own would have nothing to do with what was recorded.
  const rows = autoMapping(PARAMETERS).map((row) => ({ ...row, blinking: false }));
  bus.setModel('a'.repeat(32), PARAMETERS, { rows });
  const avatar: PlayerOptions['avatar'] = { setExpression: () => 'done', playMotion: () => 'done' };
  const tracking: PerformancesOptions['tracking'] = {
    attach: () => ({ push: () => undefined, report: () => undefined, close: () => undefined }),
    follow: () => () => undefined,
  };
  const items: PlayerOptions['items'] = {
    ...{ items: createCell([]), onThrow: () => () => undefined, load: () => 'unknown-file', unload: () => [] },
    ...{ change: () => undefined, throwAt: () => 'unknown-file', unloadAllOf: () => [] },
  };
  const voice: PlayerOptions['voice'] = {
    ...{ playing: () => undefined, hold: () => () => undefined, replay: () => () => undefined },
  };
  playPerformance({
    bus,
    items,
    avatar,
    tracking,
    voice,
    clock,
    performance: readPerformance(readFileSync(PERFORMANCE)),
    loop: false,
    onEnd: () => undefined,
  });
  clock.advance(10_000);
  await bus.close();
  return curves;
}

describe('a recorded face, played through bus and mapping', () => {
  it('moves every parameter of an avatar as it always did', async () => {
    const curves = await replay();
    const now = Object.fromEntries(
      [...curves]
        .filter(([id]) => !SKIPPED.has(id))
        .map(([id, values]) => [
          id,
          values.filter((_, tick) => tick % EVERY === 0).map((value) => Math.round(value * 1000) / 1000),
        ]),
    );
    if (process.env.YINGXI_UPDATE_GOLDEN === '1') writeFileSync(GOLDEN, `${JSON.stringify(now)}\n`);
    const golden = JSON.parse(readFileSync(GOLDEN, 'utf8')) as Record<string, number[]>;
    expect(Object.keys(now).sort()).toEqual(Object.keys(golden).sort());
    for (const [id, values] of Object.entries(golden)) {
      const { min, max } = PARAMETERS.find((parameter) => parameter.id === id)!;
      const worst = values.reduce((most, value, at) => Math.max(most, Math.abs(value - (now[id]?.[at] ?? Number.NaN))), 0);
      expect(worst / (max - min), id).toBeLessThan(TOLERANCE);
    }
  });

  it('does what the person did', async () => {
    const curves = await replay();
    const range = (id: string, fromFrame: number, toFrame: number): number[] => {
      const part = (curves.get(id) ?? []).slice(fromFrame * 2, toFrame * 2);
      return [Math.min(...part), Math.max(...part)];
    };
    expect(range('ParamAngleX', 30, 85)[0]).toBeLessThan(-9);
    expect(range('ParamAngleX', 30, 85)[1]).toBeGreaterThan(9);
    expect(range('ParamAngleZ', 125, 170)[1]).toBeGreaterThan(9);
    expect(range('ParamMouthOpenY', 190, 225)[1]).toBeGreaterThan(0.8);
    expect(range('ParamEyeLOpen', 228, 242)[0]).toBeLessThan(0.4);
    expect(range('ParamEyeROpen', 228, 242)[0]).toBeLessThan(0.4);
  });
});
