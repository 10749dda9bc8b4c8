// Loaded into the studio's process by `node --require`: measures its event loop and memory from inside, and answers over the IPC channel.
const { monitorEventLoopDelay, performance } = require('node:perf_hooks');

const histogram = monitorEventLoopDelay({ resolution: 5 });
histogram.enable();
let loopBefore = performance.eventLoopUtilization();
process.on('message', (message) => {
  if (message === 'probe:reset') {
    histogram.reset();
    loopBefore = performance.eventLoopUtilization();
  }
  // A glance does not collect garbage: that would be felt in the very delays that are measured.
  if (message !== 'probe:read' && message !== 'probe:glance') return;
  if (message === 'probe:read') global.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const ms = (ns) => ns / 1e6;
  const { user, system } = process.cpuUsage();
  process.send({
    probe: true,
    rss,
    heapUsed,
    external,
    cpuMs: (user + system) / 1000,
    // Of the time since the reset: how much of it the main thread was busy.
    loopBusy: performance.eventLoopUtilization(loopBefore).utilization,
    loopDelayMs: { p50: ms(histogram.percentile(50)), p99: ms(histogram.percentile(99)), max: ms(histogram.max) },
  });
});
