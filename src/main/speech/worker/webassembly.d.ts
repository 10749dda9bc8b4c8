/** The part of WebAssembly's JavaScript interface that flite needs; Node's own types leave it to the DOM library, which main code must not use. */
declare namespace WebAssembly {
  class Module {
    private readonly brand: 'Module';
  }
  class Memory {
    readonly buffer: ArrayBuffer;
  }
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  function compile(bytes: Uint8Array): Promise<Module>;
}
