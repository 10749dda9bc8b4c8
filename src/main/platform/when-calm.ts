/** Runs `work` once what the start must do first is done; at once when it is. Returns the work's cancelling. */
export type WhenCalm = (work: () => void) => () => void;
