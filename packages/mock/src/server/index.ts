export { readCassettes, writeCassetteFile } from '../files/cassette-files.ts';
export { keepRecording } from '../files/keep-recording.ts';
export { type Finding, findSecrets } from '../secrets/find-secrets.ts';
export { Redactor, SecretError } from '../secrets/redactor.ts';
export { denyNetwork } from './deny-network.ts';
export type { TlsOptions } from './tls/options.ts';
export {
  type MockServer,
  type MockServerOptions,
  startMockServer,
} from './mock-server.ts';
