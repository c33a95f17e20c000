import { ApiKeyBar } from '../api-key/api-key-bar.tsx';
import { restartCase } from '../board/run-board.ts';
import { columnName } from '../board/column-name.ts';
import { useBoard } from '../board/use-board.ts';
import { Button } from '../controls/button.tsx';
import { Conversation } from '../conversation/conversation.tsx';
import { Inspector } from '../inspector/inspector.tsx';
import { ModelSelect } from '../models/model-select.tsx';
import { ParametersPanel } from '../parameters/parameters-panel.tsx';
import { ColumnBar } from './column-bar.tsx';
import { Header } from './header.tsx';
import { Panel, PanelHead } from './panel.tsx';
import { useView } from './views.ts';

/** The board with one row: settings of a column, conversation and wire side by side. */
export function Screen() {
  const view = useView();
  const variants = useBoard((board) => board.variants);
  const shownId = useBoard((board) => board.shownVariantId);
  const variant = variants.find(({ id }) => id === shownId) ?? variants[0];
  const row = useBoard((board) => board.cases[0]);
  if (variant === undefined || row === undefined) return null;
  return (
    <div className="flex h-dvh flex-col bg-ground">
      <Header />
      <ApiKeyBar />
      <main className="flex min-h-0 flex-1 wide:grid wide:grid-cols-[17rem_minmax(0,1fr)_minmax(22rem,32rem)]">
        <Panel label="Settings" isShown={view === '/settings'} className="wide:border-r">
          <PanelHead>
            <h2 className="font-medium">
              {variants.length === 1
                ? 'Settings'
                : `Settings of ${columnName(variants.indexOf(variant))}`}
            </h2>
          </PanelHead>
          <ParametersPanel variant={variant} />
        </Panel>
        <Panel label="Conversation" isShown={view === '/'} className="bg-paper">
          <PanelHead>
            <ModelSelect variant={variant} />
            <div className="flex-1" />
            <ColumnBar variants={variants} shown={variant} />
            {row.turns.length > 0 && (
              <Button look="quiet" icon="plus" onClick={() => restartCase(row.id)}>
                New
              </Button>
            )}
          </PanelHead>
          <Conversation variant={variant} row={row} />
        </Panel>
        <Panel
          label="Wire"
          isShown={view === '/wire' || view === '/code'}
          className="wide:border-l"
        >
          <Inspector variant={variant} row={row} />
        </Panel>
      </main>
    </div>
  );
}
