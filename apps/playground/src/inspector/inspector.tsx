import type { Case, Variant } from '../board/board.ts';
import { PanelHead } from '../screen/panel.tsx';
import { ViewLinks } from '../screen/view-links.tsx';
import { useView } from '../screen/views.ts';
import { CodeView } from './code-view.tsx';
import { SubjectToggle } from './subject-toggle.tsx';
import { useShownRequest } from './use-shown-request.ts';
import { WireView } from './wire-view.tsx';

interface InspectorProps {
  readonly variant: Variant;
  readonly row: Case;
}

/** What lies under the conversation: the wire itself, or the request as code. */
export function Inspector({ variant, row }: InspectorProps) {
  const shown = useShownRequest(variant, row);
  const view = useView();
  return (
    <>
      <PanelHead>
        <ViewLinks
          label="Wire or code"
          paths={['/wire', '/code']}
          otherwise="/wire"
          className="-ml-2.5 self-end max-wide:hidden"
        />
        <div className="flex-1" />
        <SubjectToggle row={row} />
      </PanelHead>
      {view === '/code' ? <CodeView request={shown.request} /> : <WireView {...shown} />}
    </>
  );
}
