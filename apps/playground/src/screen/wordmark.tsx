/** The name and its sign: two wires that cross and are the same again. */
export function Wordmark() {
  return (
    <h1 className="flex items-center gap-2.5 font-semibold tracking-tight">
      <svg
        viewBox="0 0 28 16"
        width="28"
        height="16"
        fill="none"
        strokeWidth="2"
        strokeLinecap="round"
        aria-hidden="true"
      >
        <path d="M2 4h7c6 0 4 8 10 8h7" className="stroke-out" />
        <path d="M2 12h7c6 0 4-8 10-8h7" className="stroke-in" />
      </svg>
      <span className="text-[0.9375rem]">samewire</span>
      <span className="font-normal text-ink-faint max-sm:sr-only">playground</span>
    </h1>
  );
}
