/** The part of RNNoise's Emscripten module that we call; the package brings no types. Pointers are byte offsets into its heap. */
declare module '@jitsi/rnnoise-wasm/dist/rnnoise.js' {
  interface RnnoiseModule {
    readonly ready: Promise<unknown>;
    readonly HEAPF32: Float32Array;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    /** 0: the built-in model. */
    _rnnoise_create(model: number): number;
    _rnnoise_destroy(state: number): void;
    /** Returns the probability of a voice. */
    _rnnoise_process_frame(state: number, output: number, input: number): number;
  }
  export default function create(options: { readonly locateFile: (name: string) => string }): Promise<RnnoiseModule>;
}
