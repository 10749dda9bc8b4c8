/**
 * Devices behind the Web MIDI API as https://webaudio.github.io/web-midi-api/ has it: setting a port's handler opens it, which is told as a change of state
 * some time later; a port that is unplugged leaves the map of inputs, keeps its handler, and is the same object when it is plugged in again.
 */
export interface FakeMidi {
  /** For `navigator.requestMIDIAccess`. */
  request(): Promise<unknown>;
  /** The person says no to the browser's question. */
  refuse(): void;
  plug(name: string): void;
  unplug(name: string): void;
  /** Bytes from the device. Lost where nobody listens. */
  send(name: string, ...bytes: readonly number[]): void;
}

type Handler = ((event: { readonly data: Uint8Array }) => void) | null;

export function createFakeMidi(): FakeMidi {
  const inputs = new Map<string, FakeInput>();
  const all = new Map<string, FakeInput>();
  const access: { readonly inputs: typeof inputs; onstatechange: ((event: unknown) => void) | null } = {
    inputs,
    onstatechange: null,
  };
  const changed = (port: FakeInput): void => queueMicrotask(() => access.onstatechange?.({ port }));
  let refused = false;

  class FakeInput {
    readonly type = 'input';
    readonly id: string;
    state: 'connected' | 'disconnected' = 'connected';
    connection: 'closed' | 'open' | 'pending' = 'closed';
    #handler: Handler = null;
    constructor(readonly name: string) {
      this.id = `id of ${name}`;
    }
    get onmidimessage(): Handler {
      return this.#handler;
    }
    set onmidimessage(handler: Handler) {
      this.#handler = handler;
      if (handler === null || this.connection !== 'closed') return;
      this.connection = 'open';
      changed(this);
    }
  }
  return {
    async request() {
      if (refused) throw new DOMException('refused', 'NotAllowedError');
      return access;
    },
    refuse() {
      refused = true;
    },
    plug(name) {
      const port = all.get(name) ?? new FakeInput(name);
      all.set(name, port);
      inputs.set(port.id, port);
      port.state = 'connected';
      if (port.connection === 'pending') port.connection = 'open';
      changed(port);
    },
    unplug(name) {
      const port = all.get(name);
      if (port === undefined) throw new Error(`no device ${name}`);
      inputs.delete(port.id);
      port.state = 'disconnected';
      if (port.connection === 'open') port.connection = 'pending';
      changed(port);
    },
    send(name, ...bytes) {
      const port = all.get(name);
      if (port?.state === 'connected' && port.connection === 'open') port.onmidimessage?.({ data: Uint8Array.from(bytes) });
    },
  };
}
