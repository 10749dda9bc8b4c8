import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import type { HealthReport } from '#shared/health.ts';
import { without } from '../../../tests/support/without.ts';
import type { SynthesisRequest } from './speech.types.ts';
import { systemPlatformFor } from './system-commands.ts';
import { createSystemVoice } from './system-voice.ts';

const folder = mkdtempSync(join(tmpdir(), 'yingxi-voice-'));
afterAll(() => rmSync(folder, { recursive: true }));
const clock = { now: () => 0, after: () => () => {} };
const request: SynthesisRequest = { text: 'hello', language: 'en', voice: '', rate: 1, pitch: 0, emotion: 'neutral' };

/** A program that stands in for espeak-ng: lists a voice, and for everything else runs `speak`. */
function program(name: string, speak: string): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    `#!/bin/sh\nif [ "$1" = "--voices" ]; then echo ' 5  en-us --/M English gmw/en-US (en 3)'; exit 0; fi\n${speak}\n`,
  );
  chmodSync(path, 0o755);
  return path;
}

function voiceOf(binary: string, reports: HealthReport[] = []) {
  return createSystemVoice({
    environment: { YINGXI_ESPEAK_BINARY: binary },
    clock,
    logger: silentLogger,
    report: (health) => void reports.push(health),
    platform: 'linux',
  });
}
async function collect(
  voice: ReturnType<typeof createSystemVoice>,
  signal = new AbortController().signal,
  asked = request,
): Promise<string[]> {
  const seen: string[] = [];
  for await (const event of voice.synthesize(asked, 0, signal)) seen.push(event.type);
  return seen;
}

describe.skipIf(process.platform === 'win32')(
  'createSystemVoice',
  without('Windows has no such files: run it on macOS or Linux.', 'Windows 没有此类文件，请在 macOS 或 Linux 上运行。'),
  () => {
    it('says that there is no voice and how to get one', async () => {
      const reports: HealthReport[] = [];
      const voice = voiceOf('/nowhere/espeak-ng', reports);
      expect(await voice.describe()).toMatchObject({
        available: false,
        reason: expect.stringContaining('apt install espeak-ng'),
      });
      await expect(collect(voice)).rejects.toMatchObject({ code: 'unavailable' });
      expect(reports[0]).toMatchObject({ status: 'off', reason: 'voice-not-installed' });
    });

    it('passes on what a failing program says', async () => {
      await expect(collect(voiceOf(program('fails', 'echo "no such voice" >&2; exit 3')))).rejects.toThrow(
        /code 3: no such voice/,
      );
    });

    it.each([
      ['nothing', 'cat > /dev/null'],
      ['no WAV', 'cat > /dev/null; echo hello'],
      ['a cut-off header', 'cat > /dev/null; printf "RIFF....WAVEfmt "'],
    ])('refuses %s as sound', async (_what, speak) => {
      await expect(collect(voiceOf(program('odd', speak)))).rejects.toMatchObject({ code: 'invalid-input' });
    });

    it('kills the program when it is stopped', async () => {
      const stop = new AbortController();
      const voice = voiceOf(program('hangs', 'exec sleep 600'));
      await voice.describe();
      const sound = collect(voice, stop.signal);
      setImmediate(() => stop.abort());
      await expect(sound).rejects.toMatchObject({ code: 'cancelled' });
    });

    it('has no voice for a language that the system lacks', async () => {
      await expect(collect(voiceOf(program('english', 'exit 0')), undefined, { ...request, language: 'ja' })).rejects.toThrow(
        /no voice for "ja"/,
      );
    });
  },
);

describe('systemPlatformFor', () => {
  it('never puts the text to say into a command line', () => {
    const text = '"; rm -rf / #$(reboot)';
    for (const os of ['linux', 'darwin', 'win32'] as const) {
      const command = systemPlatformFor(os, {})!.speak({ ...request, text, voice: "O'Hara" }, '/tmp/x.wav');
      expect(command.args.join(' ')).not.toContain('reboot');
      expect(command.input).toBe(text);
    }
  });

  it('keeps quotes in voice names inside their PowerShell string', () => {
    const { args } = systemPlatformFor('win32', {})!.speak({ ...request, voice: "O'Hara'; Remove-Item x" }, 'C:\\x.wav');
    expect(Buffer.from(args.at(-1)!, 'base64').toString('utf16le')).toContain("'O''Hara''; Remove-Item x'");
  });

  it("reads the lists of macOS' and Windows' voices", () => {
    expect(
      systemPlatformFor('darwin', {})!.voicesFromList(
        'Alex                en_US    # Hi\nTingting            zh_CN    # 你好\nAnna (Enhanced)     de_DE    # Hallo\nKyoko               ja_JP    # こんにちは',
      ),
    ).toEqual([
      { id: 'Alex', name: 'Alex (en_US)', language: 'en' },
      { id: 'Tingting', name: 'Tingting (zh_CN)', language: 'zh' },
      { id: 'Kyoko', name: 'Kyoko (ja_JP)', language: 'ja' },
    ]);
    expect(
      systemPlatformFor('win32', {})!.voicesFromList('Microsoft Huihui Desktop\tzh-CN\r\nMicrosoft Hedda\tde-DE\r\n'),
    ).toEqual([{ id: 'Microsoft Huihui Desktop', name: 'Microsoft Huihui Desktop (zh-CN)', language: 'zh' }]);
    expect(systemPlatformFor('aix', {})).toBeUndefined();
  });
});
