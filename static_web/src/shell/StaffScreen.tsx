import { useEffect, useState } from "react";
import { nameOf } from "../cases/CaseList";
import { StateBadge } from "../cases/StateBadge";
import { Glyph } from "../widgets/icons";
import type { Api } from "./api";
import { useTexts } from "./texts";
import type { CaseSummary } from "./types";

/** What a staff person finds here until the staff console exists. */
export function StaffScreen({ api }: { api: Api }) {
  const texts = useTexts();
  const [cases, setCases] = useState<CaseSummary[]>([]);
  useEffect(() => {
    // The list is an extra here; without it the page still says what matters.
    api.cases().then(setCases, () => setCases([]));
  }, [api]);
  return (
    <main className="staff">
      <span className="staff-icon">
        <Glyph name="users" size={28} />
      </span>
      <h2>{texts.staffTitle}</h2>
      <p className="lead">{texts.staffLead}</p>
      <p>{texts.staffHint}</p>
      {cases.length > 0 && (
        <section className="staff-cases">
          <h3>{texts.staffCases}</h3>
          <ul className="lines">
            {cases.map((one) => (
              <li key={one.case_id}>
                <span>
                  {nameOf(one, texts.untitled)}
                  {one.return_number && <small>{one.return_number}</small>}
                </span>
                <StateBadge state={one.state} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </main>
  );
}
