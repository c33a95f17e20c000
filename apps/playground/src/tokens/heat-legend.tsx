import { heatSteps } from './heat.ts';

export function HeatLegend() {
  return (
    <ul
      aria-label="What the marks mean"
      className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-soft"
    >
      {heatSteps.map(({ heat, label }) => (
        <li key={heat} className="flex items-center gap-1.5">
          <span aria-hidden="true" className="heat-token px-1" data-heat={heat}>
            ab
          </span>
          {label}
        </li>
      ))}
    </ul>
  );
}
