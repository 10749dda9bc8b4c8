import { expect, test } from 'vitest';
import type { Appraised } from '#main/director/appraise.types.ts';
import { createNodeClock } from '#main/node/node-clock.ts';
import { silentLogger } from '#main/platform/logger.ts';
import type { ViewerEvent } from '#shared/live/live-event.ts';
import { type AudienceSettings, defaultSettings } from '#shared/settings/settings.ts';
import { chatOf, giftOf } from '../../../tests/fakes/live-events.ts';
import { builtEntry } from '../../../tests/support/built-entry.ts';
import { type AudienceSide, createAudience } from './audience.ts';
import { newBookFile, queryOf } from './book/book.testkit.ts';

const workerFile = builtEntry('src/main/audience/book/audience-worker.ts');

const NOW = Date.now();
const DAY = 86_400_000;

async function open(file: string, memory: Partial<AudienceSettings['memory']> = {}): Promise<AudienceSide> {
  const { audience } = defaultSettings();
  const settings = { ...audience, memory: { ...audience.memory, ...memory } };
  const options = { workerFile: workerFile(), file, settings: () => settings, clock: createNodeClock(), logger: silentLogger };
  const side = createAudience({ ...options, report: () => undefined, random: Math.random });
  await side.ready;
  return side;
}

/** As the room does it: appraised with what is known now, then taken in. */
function come(audience: AudienceSide, ...events: readonly ViewerEvent[]): void {
  const fresh = events.map((event): Appraised => {
    const viewerKey = audience.keyOf(event);
    const loyalty = audience.loyaltyOf(viewerKey);
    return {
      event,
      appraisal: { viewerKey, shown: event, verdict: { action: 'allow' }, reading: undefined, loyalty, claimedBy: undefined },
    };
  });
  audience.taken(fresh);
}
const says = (name: string, text: string, atMs = NOW, id?: string): ViewerEvent =>
  chatOf(text, { name, atMs, ...(id === undefined ? {} : { id }) });
const on = (platform: 'twitch' | 'bilibili', name: string): ViewerEvent => ({ ...says(name, 'hi'), platform });
const MIA = 'custom:id-mia';

test('pays a day and an interval once, whatever is redelivered or replayed after a restart', async () => {
  const file = await newBookFile();
  const first = await open(file);
  const gift = giftOf(3, { name: 'mia', id: 'g1', atMs: NOW });
  come(first, says('mia', 'a', NOW, 'm1'), says('mia', 'b', NOW, 'm2'), gift, gift);
  expect(await first.book.balance(MIA)).toBe(50 + 1 + 3000);
  await first.close();
  const second = await open(file);
  come(second, says('mia', 'a', NOW, 'm1'), gift);
  expect(await second.book.balance(MIA)).toBe(3051);
  const card = await second.desk.card(MIA);
  expect(card).toMatchObject({
    name: 'mia',
    points: 3051,
    rank: 1,
    paid: [{ currency: 'CNY', micros: 3_000_000, estimated: false }],
  });
  await second.close();
});

test('counts a visit for each show, also when the studio is started again in the middle of one', async () => {
  const file = await newBookFile();
  const first = await open(file);
  come(first, says('mia', 'a', NOW - 3 * DAY));
  come(first, says('mia', 'b', NOW - 600_000));
  expect(first.known(MIA)).toMatchObject({ visits: 2, days: 2, messages: 2, lastVisitMs: NOW - 3 * DAY });
  await first.close();
  const second = await open(file);
  come(second, says('mia', 'c', NOW), says('ben', 'new here', NOW));
  expect(second.known(MIA)).toMatchObject({ visits: 2, messages: 3 });
  const shows = await second.desk.shows(10);
  expect(shows.map(({ viewers, newViewers, messages }) => [viewers, newViewers, messages])).toEqual([
    [2, 1, 3],
    [1, 1, 1],
  ]);
  expect(await second.desk.card(MIA)).toMatchObject({ visits: 2, days: 2, messages: 3 });
  await second.close();
});

test('knows loyalty at once, and the same from the same events', async () => {
  const runs = [];
  for (let run = 0; run < 2; run += 1) {
    const audience = await open(await newBookFile());
    const seen: number[] = [];
    for (let day = 9; day >= 0; day -= 1) {
      come(audience, says('mia', 'hi', NOW - day * DAY), giftOf(20, { name: 'mia', atMs: NOW - day * DAY }));
      seen.push(audience.loyaltyOf(MIA));
    }
    await audience.close();
    runs.push(seen);
  }
  expect(runs[0]).toEqual(runs[1]);
  expect(runs[0]).toEqual([...(runs[0] ?? [])].sort((a, b) => a - b));
  expect(runs[0]?.at(-1)).toBeGreaterThan(0.3);
});

test('makes one of two accounts when both have said the code, and two again with what each brought', async () => {
  const audience = await open(await newBookFile());
  const mia = on('twitch', 'mia');
  const too = on('bilibili', '小米');
  come(audience, mia, too);
  const asked = await audience.rights.link(mia, undefined);
  const code = asked.kind === 'code' ? asked.code : '';
  expect(await audience.rights.link(too, code)).toMatchObject({ kind: 'confirm', asker: 'mia', claimant: '小米' });
  expect(audience.keyOf(too)).toBe('bilibili:id-小米');
  expect(await audience.rights.link(mia, code)).toMatchObject({ kind: 'linked', viewerKey: 'twitch:id-mia' });
  expect([audience.keyOf(too), audience.keyOf(mia)]).toEqual(['twitch:id-mia', 'twitch:id-mia']);
  expect(await audience.book.balance('bilibili:id-小米')).toBe(102);
  expect(audience.known('bilibili:id-小米')).toMatchObject({ viewerKey: 'twitch:id-mia', visits: 2 });
  const undo = await audience.desk.split('bilibili:id-小米');
  expect([await audience.book.balance('bilibili:id-小米'), await audience.book.balance('twitch:id-mia')]).toEqual([51, 51]);
  await audience.desk.relink(undo);
  expect(audience.keyOf(too)).toBe('twitch:id-mia');
  await audience.close();
});

test('remembers only who agreed, tells them, and forgets them for good', async () => {
  const file = await newBookFile();
  const audience = await open(file);
  come(audience, says('mia', '我喜欢火锅'));
  expect(audience.aboutViewer(MIA)).toBeUndefined();
  expect(await audience.rights.remember(says('mia', 'x'))).toBe('agreed');
  expect(await audience.rights.remember(says('mia', 'x'))).toBe('already');
  come(audience, says('mia', '我喜欢火锅'), says('mia', '我叫阿米'), says('mia', '我叫小米'), says('ben', '我喜欢跑步'));
  expect(audience.aboutViewer(MIA)?.split('\n')).toEqual(['likes: 火锅', 'name: 小米']);
  expect((await audience.rights.tell(says('mia', 'x')))?.notes.map(({ text }) => text)).toEqual(['likes: 火锅', 'name: 小米']);
  await audience.close();

  const again = await open(file);
  expect(again.aboutViewer(MIA)?.split('\n').slice(0, 2)).toEqual(['likes: 火锅', 'name: 小米']);
  expect(again.aboutViewer('custom:id-ben')).toBeUndefined();
  expect(await again.rights.forget(says('mia', 'x'), { points: false })).toBe('forgotten');
  expect(again.aboutViewer(MIA)).toBeUndefined();
  come(again, says('mia', '我喜欢火锅'));
  expect(await again.rights.tell(says('mia', 'x'))).toMatchObject({ consent: 'refused', notes: [], points: 51 });
  expect(await again.rights.forget(says('mia', 'x'), { points: true })).toBe('forgotten');
  expect(await again.desk.card(MIA)).toBeUndefined();
  await again.close();
  // Not a trace of who it was; the points of the journal are all there.
  for (const table of ['viewers', 'journal', 'deeds', 'payments', 'notes', 'show_viewers'])
    expect(JSON.stringify(queryOf(file, `SELECT * FROM ${table}`))).not.toContain('mia');
  expect(queryOf(file, 'SELECT sum(points) AS points FROM journal')).toEqual([{ points: 51 + 51 }]);
});

test('forgets what was said by those who stayed away too long', async () => {
  const file = await newBookFile();
  const audience = await open(file, { mode: 'on' });
  come(audience, says('mia', '我喜欢火锅', NOW - 40 * DAY), says('ben', '我喜欢跑步', NOW - 10 * DAY));
  await audience.close();
  const later = await open(file, { mode: 'on', keepDays: 30 });
  expect((await later.desk.card(MIA))?.notes).toEqual([]);
  expect((await later.desk.card('custom:id-ben'))?.notes).toHaveLength(1);
  await later.close();
});

test('gives by hand with a way back, and never below nothing', async () => {
  const audience = await open(await newBookFile());
  come(audience, says('mia', 'hi'));
  const { eventId, balance } = await audience.desk.grant(MIA, 100, 'won the quiz');
  expect(balance).toBe(151);
  await expect(audience.desk.grant(MIA, -500, '')).rejects.toMatchObject({ code: 'conflict' });
  await audience.desk.undo(eventId, 'by-hand');
  await audience.desk.undo(eventId, 'by-hand');
  expect(await audience.book.balance(MIA)).toBe(51);
  const [line] = await audience.desk.journal({ viewerKey: MIA, limit: 1 });
  expect(line).toMatchObject({ reason: 'refund:by-hand', points: -100, name: 'mia' });
  await audience.close();
});

test('parts that keep names are told who was forgotten: every account and every name of the person, before the deed is done', async () => {
  const audience = await open(await newBookFile());
  come(audience, on('twitch', 'mia'), on('bilibili', '米娅'));
  await audience.desk.merge('twitch:id-mia', 'bilibili:id-米娅');
  const told: string[][] = [];
  const stop = audience.desk.onForgotten(async ({ accounts, names }) => void told.push([...accounts].sort(), [...names].sort()));
  await audience.rights.forget(on('bilibili', '米娅'), { points: false });
  expect(told).toEqual([
    ['bilibili:id-米娅', 'twitch:id-mia'],
    ['mia', '米娅'],
  ]);
  stop();
  await audience.desk.forget('twitch:id-mia', true);
  expect(told).toHaveLength(2);
  await audience.close();
});
