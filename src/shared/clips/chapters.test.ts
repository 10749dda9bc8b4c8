import { describe, expect, it } from 'vitest';
import { chaptersOf, ffmetadataChapters, youtubeChapters } from './chapters.ts';
import { fileNameFrom, titleOfMoment } from './clip-title.ts';
import type { ShowMark } from './show-mark.ts';

const mark = (atMs: number, kind: ShowMark['kind'], title: string): ShowMark => ({ atMs, kind, title });

describe('chapters', () => {
  it('begin at 0, follow scenes and songs, and pass over gifts', () => {
    const marks = [
      mark(300, 'begin', 'Starting'),
      mark(60_000, 'scene', 'Main'),
      mark(70_000, 'paid', 'Ann: 30'),
      mark(3_700_000, 'song', '晴天'),
    ];
    expect(youtubeChapters(chaptersOf(marks, 4_000_000))).toBe('0:00 Starting\n1:00 Main\n1:01:40 晴天\n');
  });

  it('are ten seconds long at least: of marks too close together what stays on counts', () => {
    const marks = [mark(0, 'begin', 'A'), mark(20_000, 'scene', 'B'), mark(24_000, 'scene', 'C'), mark(99_000, 'scene', 'D')];
    const chapters = chaptersOf(marks, 100_000);
    expect(chapters.map(({ title, startMs, endMs }) => [title, startMs, endMs])).toEqual([
      ['A', 0, 20_000],
      ['C', 20_000, 100_000],
    ]);
  });

  it('escape what FFmpeg reads as its own signs', () => {
    expect(ffmetadataChapters([{ startMs: 0, endMs: 1000, title: 'a=b;c#d\\e' }])).toBe(
      ';FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle=a\\=b\\;c\\#d\\\\e\n',
    );
  });

  it('take a title of several lines as one', () => {
    expect(youtubeChapters(chaptersOf([mark(0, 'begin', 'a\n0:30 b')], 60_000))).toBe('0:00 a 0:30 b\n');
  });
});

describe('a title for a moment', () => {
  const log = {
    marks: [mark(1000, 'scene', 'Main'), mark(2000, 'raid', 'Bo +50'), mark(3000, 'paid', 'Ann: hi')],
    lines: [{ startMs: 4000, endMs: 5000, text: 'What a night.' }],
  };
  it('is the most telling thing in it, else what she said last', () => {
    expect(titleOfMoment(log, 0, 6000)).toBe('Bo +50');
    expect(titleOfMoment(log, 2500, 6000)).toBe('Ann: hi');
    expect(titleOfMoment(log, 3500, 6000)).toBe('What a night.');
    expect(titleOfMoment(log, 8000, 9000)).toBeUndefined();
  });

  it('makes a file name that every system takes', () => {
    expect(fileNameFrom('../a:b|c?\u0000 "d"')).toBe('a b c d');
    expect(fileNameFrom('CON')).toBe('CON_');
    expect(fileNameFrom('...')).toBe('');
  });
});
