import { CaseList } from "../cases/CaseList";
import { History, type HistoryProps } from "../chat/History";
import { Glyph } from "../widgets/icons";
import { useTexts } from "./texts";
import type { CaseSummary } from "./types";

interface SidebarProps extends HistoryProps {
  cases: CaseSummary[];
  activeCaseId?: string;
  onNew(): void;
  onOpenCase(caseId: string): void;
}

export function Sidebar({ cases, activeCaseId, onNew, onOpenCase, ...history }: SidebarProps) {
  const texts = useTexts();
  return (
    <>
      <button type="button" className="btn v-outline tone-secondary new-chat" onClick={onNew}>
        <Glyph name="plus" size={17} />
        {texts.newConversation}
      </button>
      <nav className="side-part" aria-label={texts.conversations}>
        <h2>{texts.conversations}</h2>
        <History {...history} />
      </nav>
      <section className="side-part" aria-label={texts.returns}>
        <h2>{texts.returns}</h2>
        <CaseList cases={cases} activeId={activeCaseId} onOpen={onOpenCase} />
      </section>
    </>
  );
}
