/** Something whose code is loaded and which is made when it is first asked for, or when there is time: the start has more urgent things to do. */
export interface Late<T> {
  /** Made once. A failure is everybody's who asked meanwhile; the next call tries again. */
  get(): Promise<T>;
  /** Once it is made. */
  readonly made: T | undefined;
}

export function createLate<T>(make: () => Promise<T>): Late<T> {
  let making: Promise<T> | undefined;
  let made: T | undefined;
  return {
    get() {
      making ??= make().then(
        (one) => {
          made = one;
          return one;
        },
        (cause: unknown) => {
          making = undefined;
          throw cause;
        },
      );
      return making;
    },
    get made() {
      return made;
    },
  };
}
