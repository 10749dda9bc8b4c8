// Loaded into the studio's process by `node --require`: measures its event loop and memory from inside, and answers over the IPC channel.
const { monitorEventLoopDelay } = require('node:perf_hooks');

const histogram = monitorEventLoopDelay({ resolution: 5 });
histogram.enable();
process.on('message', (message) => {
  if (message === 'probe:reset') histogram.reset();
  if (message !== 'probe:read') return;
  global.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const ms = (ns) => ns / 1e6;
  process.send({
    probe: true,
    rss,
    heapUsed,
    external,
    loopDelayMs: { p50: ms(histogram.percentile(50)), p99: ms(histogram.percentile(99)), max: ms(histogram.max) },
  });
});
