import type { FrameText } from '../wire/frame-reader.ts';

/** A frame as it stood in the stream, with the usual blank after each colon. */
export function frameLines({ kind, text }: FrameText): string {
  const prefix = kind === 'comment' ? ': ' : 'data: ';
  return text
    .split('\n')
    .map((line) => prefix + line)
    .join('\n');
}

/** A whole stream, a blank line after each frame. */
export function streamText(frames: readonly FrameText[]): string {
  return frames.map((frame) => `${frameLines(frame)}\n\n`).join('');
}
