import type { Host } from '#main/platform/host.ts';
import type { VoiceEngineInfo } from '#shared/contract/speech.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { SynthesisRequest } from './speech.types.ts';

export interface SystemCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** Written to its standard input. The text to say goes here, never into the arguments. */
  readonly input?: string;
}

/** How one operating system speaks. */
export interface SystemPlatform {
  /** Prints the voices. */
  readonly list: SystemCommand;
  voicesFromList(output: string): VoiceEngineInfo['voices'];
  /** The sound goes to `file` as WAV, or to standard output. */
  speak(request: SynthesisRequest, file: string | undefined): SystemCommand;
  readonly writesFile: boolean;
  /** What to do when there is no voice. */
  readonly advice: string;
}

export function systemPlatformFor(platform: NodeJS.Platform, environment: Host['environment']): SystemPlatform | undefined {
  if (platform === 'linux') return linux(environment);
  if (platform === 'darwin') return macos;
  return platform === 'win32' ? windows : undefined;
}

const LOCALES: readonly (readonly [prefix: RegExp, language: Language])[] = [
  [/^(?:zh[-_]CN|zh[-_]Hans|cmn)/iu, 'zh'],
  [/^zh/iu, 'zh'],
  [/^en/iu, 'en'],
  [/^ja/iu, 'ja'],
];
const languageOf = (locale: string): Language | undefined => LOCALES.find(([prefix]) => prefix.test(locale))?.[1];
const clamp = (value: number, least: number, most: number): number => Math.round(Math.min(most, Math.max(least, value)));

/** `espeak-ng`; kanji are beyond it, so it does not offer ja. */
function linux(environment: Host['environment']): SystemPlatform {
  const program = environment.YINGXI_ESPEAK_BINARY || 'espeak-ng';
  return {
    list: { program, args: ['--voices'] },
    voicesFromList(output) {
      const has = (pattern: RegExp): boolean => pattern.test(output);
      const voices: VoiceEngineInfo['voices'] = [];
      if (has(/\ben-us\b/iu)) voices.push({ id: 'en-us+f3', name: 'eSpeak NG · English', language: 'en' });
      if (has(/\bcmn\b/iu)) voices.push({ id: 'cmn+f3', name: 'eSpeak NG · 普通话', language: 'zh' });
      return voices;
    },
    speak: (request) => ({
      program,
      args: [
        '--stdout',
        '--stdin',
        '-v',
        request.voice,
        '-s',
        String(clamp(175 * request.rate, 80, 450)),
        '-p',
        String(clamp(50 + (request.pitch * 50) / 12, 0, 99)),
      ],
      input: request.text,
    }),
    writesFile: false,
    advice: 'no system voice: install espeak-ng with the package manager (on Debian and Ubuntu: apt install espeak-ng)',
  };
}

const macos: SystemPlatform = {
  list: { program: '/usr/bin/say', args: ['-v', '?'] },
  // "Tingting            zh_CN    # 你好！我叫婷婷。"
  voicesFromList: (output) =>
    output.split('\n').flatMap((line) => {
      const [, name = '', locale = ''] = /^(.+?)\s+([a-z]{2,3}[_-]\w+)\s+#/u.exec(line) ?? [];
      const language = languageOf(locale);
      return language ? [{ id: name, name: `${name} (${locale})`, language }] : [];
    }),
  speak: (request, file = '') => ({
    program: '/usr/bin/say',
    args: [
      '-v',
      request.voice,
      '-r',
      String(clamp(180 * request.rate, 80, 500)),
      '-o',
      file,
      '--file-format=WAVE',
      '--data-format=LEI16@22050',
      '-f',
      '-',
    ],
    input: request.text,
  }),
  writesFile: true,
  advice: 'no system voice for zh, en or ja: add one in System Settings, Accessibility, Spoken Content',
};

/** Reads UTF-8 and writes WAV; the text comes by standard input, the file name and settings by named arguments that we made. */
function powershell(script: string, args: readonly string[]): readonly string[] {
  // -EncodedCommand takes UTF-16LE in base 64 and is untouched by the shell's quoting.
  const body = `$ErrorActionPreference='Stop';[Console]::OutputEncoding=[Text.Encoding]::UTF8;Add-Type -AssemblyName System.Speech;$a=@(${args.map((a) => `'${a.replaceAll("'", "''")}'`).join(',')});${script}`;
  return [
    '-NoProfile',
    '-NonInteractive',
    '-ExecutionPolicy',
    'Bypass',
    '-EncodedCommand',
    Buffer.from(body, 'utf16le').toString('base64'),
  ];
}

const windows: SystemPlatform = {
  list: {
    program: 'powershell.exe',
    args: powershell(
      '$s=New-Object System.Speech.Synthesis.SpeechSynthesizer;$s.GetInstalledVoices()|?{$_.Enabled}|%{$_.VoiceInfo.Name+"`t"+$_.VoiceInfo.Culture.Name}',
      [],
    ),
  },
  voicesFromList: (output) =>
    output.split(/\r?\n/u).flatMap((line) => {
      const [name = '', locale = ''] = line.split('\t');
      const language = languageOf(locale.trim());
      return language && name ? [{ id: name, name: `${name} (${locale.trim()})`, language }] : [];
    }),
  speak: (request, file = '') => ({
    program: 'powershell.exe',
    args: powershell(
      // SAPI's rate runs from −10 (a third) to 10 (three times).
      '$r=New-Object IO.StreamReader([Console]::OpenStandardInput(),[Text.Encoding]::UTF8);$t=$r.ReadToEnd();$s=New-Object System.Speech.Synthesis.SpeechSynthesizer;$s.SelectVoice($a[0]);$s.Rate=[int]$a[1];$s.SetOutputToWaveFile($a[2]);$s.Speak($t);$s.Dispose()',
      [request.voice, String(clamp((10 * Math.log(request.rate)) / Math.log(3), -10, 10)), file],
    ),
    input: request.text,
  }),
  writesFile: true,
  advice: 'no system voice for zh, en or ja: add one in Settings, Time & language, Speech',
};
