import { Glyph } from "../widgets/icons";
import type { OpenLabel } from "./labels";
import { useTexts } from "./texts";

/** Says that the label is open, or being saved, and offers it once more. */
export function LabelToast({ label, onClose }: { label: OpenLabel; onClose(): void }) {
  const texts = useTexts();
  return (
    <div className="toast" role="status">
      <Glyph name="printer" size={18} />
      <p>{label.isSaved ? texts.labelSaved : texts.labelReady}</p>
      {!label.isSaved && (
        <a className="btn v-outline tone-secondary btn-sm" href={label.url} target="_blank" rel="noopener">
          {texts.labelOpen}
        </a>
      )}
      <a
        className="btn v-outline tone-secondary btn-sm"
        href={label.url}
        download="return-label.pdf"
        target="_blank"
        rel="noopener noreferrer"
      >
        <Glyph name="download" size={15} />
        {texts.labelDownload}
      </a>
      <button type="button" className="icon-btn" aria-label={texts.dismiss} onClick={onClose}>
        <Glyph name="close" size={16} />
      </button>
    </div>
  );
}
