import { Link } from 'wouter';
import { useView, views, type ViewPath } from './views.ts';

interface ViewLinksProps {
  readonly label: string;
  readonly paths: readonly ViewPath[];
  /** Marked while the page is somewhere else. */
  readonly otherwise?: ViewPath;
  readonly className?: string;
}

export function ViewLinks({ label, paths, otherwise, className }: ViewLinksProps) {
  const view = useView();
  const current = paths.includes(view) ? view : otherwise;
  return (
    <nav aria-label={label} className={`flex ${className ?? ''}`}>
      {views
        .filter(({ path }) => paths.includes(path))
        .map((link) => (
          <Link
            key={link.path}
            href={link.path}
            aria-current={link.path === current ? 'page' : undefined}
            className="border-b-2 border-transparent px-2.5 py-2 text-ink-soft transition-colors hover:text-ink aria-[current=page]:border-ink aria-[current=page]:font-medium aria-[current=page]:text-ink"
          >
            {link.label}
          </Link>
        ))}
    </nav>
  );
}
