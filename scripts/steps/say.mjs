/** Progress for people, in English and Chinese, on stderr: stdout belongs to the program that is started. */
const colours = process.stderr.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);

export function say(english, chinese) {
  process.stderr.write(`${paint('36', '●')} ${english}${chinese ? paint('2', `  ${chinese}`) : ''}\n`);
}

export function warn(english, chinese) {
  process.stderr.write(`${paint('33', '▲')} ${english}${chinese ? `\n  ${chinese}` : ''}\n`);
}

export function detail(text) {
  process.stderr.write(`${paint('2', `  ${text}`)}\n`);
}

/** A failure that is told without a stack: what failed and what to do next. */
export class StepError extends Error {
  constructor(english, chinese, output = '') {
    super(english);
    this.chinese = chinese;
    this.output = output;
  }
}

/** Prints a failure and ends with code 1. */
export function fail(error) {
  if (error instanceof StepError) {
    if (error.output) process.stderr.write(`${error.output.trimEnd()}\n\n`);
    process.stderr.write(`${paint('31', '✗')} ${error.message}\n  ${error.chinese}\n`);
  } else {
    process.stderr.write(`${paint('31', '✗')} ${error?.stack ?? error}\n`);
  }
  process.exit(1);
}
