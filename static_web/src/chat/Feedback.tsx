import { useState } from "react";
import { useTexts } from "../shell/texts";
import { Glyph } from "../widgets/icons";
import { useChat } from "./context";

type Kind = "positive" | "negative";

export function Feedback({ itemId, text }: { itemId: string; text: string }) {
  const texts = useTexts();
  const { giveFeedback } = useChat();
  const [given, setGiven] = useState<Kind | null>(null);
  const [copied, setCopied] = useState(false);
  const give = (kind: Kind) => {
    setGiven(kind);
    giveFeedback(itemId, kind).catch(() => setGiven(null));
  };
  const copy = () => {
    void navigator.clipboard?.writeText(text).then(() => setCopied(true));
  };
  return (
    <div className="feedback">
      <button
        type="button"
        className="icon-btn"
        aria-label={texts.goodReply}
        aria-pressed={given === "positive"}
        onClick={() => give("positive")}
      >
        <Glyph name="thumb-up" size={16} />
      </button>
      <button
        type="button"
        className="icon-btn"
        aria-label={texts.badReply}
        aria-pressed={given === "negative"}
        onClick={() => give("negative")}
      >
        <Glyph name="thumb-down" size={16} />
      </button>
      <button
        type="button"
        className="icon-btn"
        aria-label={copied ? texts.copied : texts.copyReply}
        onClick={copy}
      >
        <Glyph name={copied ? "check" : "copy"} size={16} />
      </button>
      <span role="status" className={given ? "feedback-thanks" : "sr-only"}>
        {given ? texts.feedbackThanks : ""}
      </span>
    </div>
  );
}
