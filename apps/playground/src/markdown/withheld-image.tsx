import { linkTarget } from './link-target.ts';

interface WithheldImageProps {
  readonly src: string | undefined;
  readonly alt: string | undefined;
}

/**
 * Stands where an answer wants an image. Loading it would tell its host that, and what, the
 * model answered; so nothing is loaded, and the reader may open it knowingly.
 */
export function WithheldImage({ src, alt }: WithheldImageProps) {
  const target = linkTarget(src);
  return (
    <span className="withheld-image">
      <span className="withheld-image-label">Image not loaded</span>
      {alt !== undefined && alt !== '' && <span>“{alt}”</span>}
      {target && (
        <a href={target.href} target="_blank" rel="noopener noreferrer">
          Open it from {target.host}
        </a>
      )}
    </span>
  );
}
