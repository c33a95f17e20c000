const controller = new AbortController();

/** Aborted when the benchmark is told to end, so that nothing it started outlives it. */
export const interruption: AbortSignal = controller.signal;

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(name, () => {
    controller.abort(new Error(`interrupted by ${name}`));
  });
}
