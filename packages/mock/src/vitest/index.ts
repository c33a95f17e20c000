export { type UsedMock, useMock, type UseMockOptions } from './use-mock.ts';
