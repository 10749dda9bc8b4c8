/** Bits of obs-websocket's EventSubscription. NOTICE: written out, so that the library is loaded only where OBS is used. */
export const SUBSCRIPTION = {
  none: 0,
  /** Everything that is not of high volume, as of protocol 5.7. */
  all: 0xfff,
  vendors: 1 << 9,
  volumeMeters: 1 << 16,
  transforms: 1 << 19,
} as const;

/** What is always asked for: all events that are sent now and then, but those of other plugins. */
export const STEADY_EVENTS = SUBSCRIPTION.all & ~SUBSCRIPTION.vendors;
