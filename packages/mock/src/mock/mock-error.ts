/** The mock was used in a way that cannot work, or a test did not do what was recorded. */
export class MockError extends Error {
  override readonly name = 'MockError';
}
