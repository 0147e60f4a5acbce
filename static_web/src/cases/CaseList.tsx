import type { CaseSummary } from "../shell/types";
import { useTexts } from "../shell/texts";
import { StateBadge } from "./StateBadge";

interface CaseListProps {
  cases: CaseSummary[];
  activeId?: string;
  onOpen(caseId: string): void;
}

export function CaseList({ cases, activeId, onOpen }: CaseListProps) {
  const texts = useTexts();
  if (cases.length === 0) return <p className="side-empty">{texts.noReturns}</p>;
  return (
    <ul className="case-list">
      {cases.map((one) => (
        <li key={one.case_id}>
          <button
            type="button"
            className="case-row"
            aria-current={one.case_id === activeId || undefined}
            aria-label={`${texts.openReturn(nameOf(one, texts.untitled))}, ${texts.states[one.state] ?? one.state}`}
            onClick={() => onOpen(one.case_id)}
          >
            <span className="case-name">{nameOf(one, texts.untitled)}</span>
            <span className="case-meta">
              {one.return_number && <span>{one.return_number}</span>}
              <StateBadge state={one.state} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** What a return is called in lists: its items, else its number. */
export function nameOf(one: CaseSummary, fallback: string): string {
  const names = (one.items ?? []).map((item) =>
    item.quantity > 1 ? `${item.quantity} × ${item.name}` : item.name,
  );
  return names.join(", ") || one.return_number || fallback;
}
