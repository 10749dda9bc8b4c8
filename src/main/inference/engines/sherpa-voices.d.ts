/** The part of sherpa-onnx-node that voices need; the package has no types of its own. Names and meaning: its types.js. */
declare module 'sherpa-onnx-node' {
  interface GeneratedSound {
    /** Mono, −1…1. */
    readonly samples: Float32Array;
    readonly sampleRate: number;
  }
  interface SayRequest {
    readonly text: string;
    readonly sid: number;
    readonly speed: number;
    /** False where Electron forbids memory that is not its own. */
    readonly enableExternalBuffer: boolean;
  }
  class OfflineTts {
    static createAsync(config: object): Promise<OfflineTts>;
    readonly numSpeakers: number;
    readonly sampleRate: number;
    generateAsync(request: SayRequest): Promise<GeneratedSound>;
  }
}
