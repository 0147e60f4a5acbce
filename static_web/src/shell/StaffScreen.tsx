import { Glyph } from "../widgets/icons";
import { useTexts } from "./texts";

/** What a staff person finds here until the staff console exists. */
export function StaffScreen() {
  const texts = useTexts();
  return (
    <main className="staff">
      <span className="staff-icon">
        <Glyph name="users" size={28} />
      </span>
      <h2>{texts.staffTitle}</h2>
      <p className="lead">{texts.staffLead}</p>
      <p>{texts.staffHint}</p>
    </main>
  );
}
