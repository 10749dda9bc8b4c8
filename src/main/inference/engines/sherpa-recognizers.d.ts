/** The part of sherpa-onnx-node that recognition needs; the package has no types of its own. Names and meaning: its types.js. */
declare module 'sherpa-onnx-node' {
  interface RecognizerWaveform {
    /** Mono, −1…1. */
    readonly samples: Float32Array;
    readonly sampleRate: number;
  }
  interface RecognizedText {
    readonly text: string;
    readonly lang?: string;
  }
  class OfflineStream {
    acceptWaveform(wave: RecognizerWaveform): void;
  }
  class OfflineRecognizer {
    static createAsync(config: object): Promise<OfflineRecognizer>;
    /** Whisper takes over its part of the configuration, others nothing. */
    setConfig(config: object): void;
    createStream(hotwords?: string): OfflineStream;
    decodeAsync(stream: OfflineStream): Promise<RecognizedText>;
  }
  class OnlineStream {
    acceptWaveform(wave: RecognizerWaveform): void;
    inputFinished(): void;
  }
  class OnlineRecognizer {
    constructor(config: object);
    createStream(): OnlineStream;
    isReady(stream: OnlineStream): boolean;
    decode(stream: OnlineStream): void;
    getResult(stream: OnlineStream): RecognizedText;
  }
}
