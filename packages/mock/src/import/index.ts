export { importRecording } from './import-recording.ts';
export {
  ImportError,
  type Imported,
  isExact,
  type Loss,
  type RecordingFormat,
} from './imported.ts';
