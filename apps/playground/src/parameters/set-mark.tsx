/** Marks a setting that goes into the request, for the eye; the field's value says it too. */
export function SetMark({ isSet }: { isSet: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={`size-1.5 shrink-0 rounded-full ${isSet ? 'bg-out' : 'bg-line'}`}
    />
  );
}
