export { type MswOptions, mockHandlers } from './handlers.ts';
